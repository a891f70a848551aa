"""Where tiles stand."""

from itertools import combinations, pairwise

import pytest

from bot.drawing.cells import GAP, MOST, WIDTH, cells

COUNTS = range(1, MOST + 1)


@pytest.mark.parametrize("count", COUNTS)
def test_tiles_and_their_gaps_cover_the_whole_sheet(count):
    found = cells(count)
    height = max(cell.top + cell.height for cell in found)
    covered = sum((cell.width + GAP) * (cell.height + GAP) for cell in found)

    assert len(found) == count
    assert covered == pytest.approx((WIDTH + GAP) * (height + GAP), rel=0.005)


@pytest.mark.parametrize("count", COUNTS)
def test_tiles_keep_apart_and_inside(count):
    for cell in cells(count):
        assert cell.left >= 0
        assert cell.left + cell.width <= WIDTH
    for one, other in combinations(cells(count), 2):
        across = max(one.left, other.left) - min(one.left + one.width, other.left + other.width)
        down = max(one.top, other.top) - min(one.top + one.height, other.top + other.height)
        assert max(across, down) >= GAP - 1


@pytest.mark.parametrize("count", COUNTS)
def test_better_story_has_no_smaller_tile(count):
    areas = [cell.width * cell.height for cell in cells(count)]

    assert all(first >= second * 0.98 for first, second in pairwise(areas))
    assert count == 1 or areas[0] > 1.5 * areas[1]


@pytest.mark.parametrize("count", COUNTS)
def test_no_tile_is_too_small_or_too_narrow_for_a_photo(count):
    for cell in cells(count):
        assert cell.width >= 290
        assert 0.7 <= cell.width / cell.height <= 2.1


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_other_numbers_of_tiles_are_refused(count):
    with pytest.raises(ValueError, match="1 to 9 tiles"):
        cells(count)
