"""What terms weigh."""

from bot.domain.commonness import Commonness

KNOWN = Commonness(total=1_000, articles={"the": 900, "fog": 3})


def test_the_rarer_a_term_the_more_it_weighs():
    assert KNOWN.weight("unseen") > KNOWN.weight("fog") > KNOWN.weight("the") > 0


def test_a_count_that_outgrew_the_total_still_weighs_something():
    assert Commonness(total=0, articles={"fog": 50}).weight("fog") > 0
