"""Cutting a feed into entries without parsing it."""

import time

import pytest

from bot.web.feed.split import split


def cut(text):
    return [chunk.strip() for chunk in split(text).chunks]


def test_pieces_put_together_are_the_document():
    text = "<rss><channel><a/> <item>1</item> <b/><item>2</item><c/></channel></rss>"

    assert split(text).reduced({0, 1}) == text


def test_reduced_document_has_only_the_wanted_entries():
    text = "<rss><channel><item>1</item><b/><item>2</item></channel></rss>"

    assert split(text).reduced({1}) == "<rss><channel><b/><item>2</item></channel></rss>"


def test_tags_in_cdata_and_comments_are_no_tags():
    entry = "<item><![CDATA[</item><item>]]><!-- </item> --></item>"

    assert cut(f"<rss><!-- <item> --><?x <item> ?>{entry}</rss>") == [entry]


def test_names_that_only_begin_alike_are_others():
    """RDF's <items> and other vocabularies' <x:item> are no entries."""
    text = "<rdf:RDF><items><li/></items><itemize/><shop:item>x</shop:item><item>1</item></rdf:RDF>"

    assert cut(text) == ["<item>1</item>"]


def test_prefix_of_the_feeds_own_namespace_counts():
    text = '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry>1</a:entry></a:feed>'

    assert cut(text) == ["<a:entry>1</a:entry>"]


def test_entry_element_in_rss_is_no_entry():
    assert cut("<rss><item>1<entry>x</entry></item></rss>") == ["<item>1<entry>x</entry></item>"]


def test_entry_inside_another_counts_as_its_own():
    assert cut("<rss><item>1<item>2</item></item></rss>") == ["<item>1</item>", "<item>2</item>"]


def test_entry_that_the_feeds_end_closes_counts():
    assert cut("<rss><channel><item>1</channel></rss>") == ["<item>1</item>"]


def test_entry_that_the_documents_end_closes_is_skipped():
    """L27."""
    found = split("<rss><channel><item>1</item><item>2 <![CDATA[ ... </item></channel></rss>")

    assert found.chunks == ("<item>1</item>",)
    assert len(found.skipped) == 1


@pytest.mark.parametrize("tag", ["<item", "<item x='", "</item"])
def test_cut_inside_a_tag_is_skipped(tag):
    """L27."""
    start = "<rss><item>1</item>" + ("<item>" if tag.startswith("</") else "")

    assert cut(start + tag) == ["<item>1</item>"]


def test_fingerprint_changes_with_the_entry_only():
    one = split("<rss><a/><item>1</item><item>2</item></rss>")
    two = split("<rss><b/><item>1</item><item>3</item></rss>")

    assert one.fingerprints[0] == two.fingerprints[0]
    assert one.fingerprints[1] != two.fingerprints[1]


@pytest.mark.parametrize("opening", ["<![CDATA[", "<!--", "<?", "<item ", "</item ", "<item>", "&"])
def test_cutting_takes_linear_time(opening):
    """S40: a megabyte of openings that never close."""
    text = "<rss>" + opening * (1_000_000 // len(opening)) + ">"
    start = time.process_time()
    split(text)

    assert time.process_time() - start < 2
