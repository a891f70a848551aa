"""The benchmark of pages runs, whatever of it is installed; it is not held to a time."""

from pathlib import Path

from tests.bench.pages import HOW_TO_INSTALL, available_readers, main, measure, read_by_all, samples


def test_every_reader_that_is_there_is_measured(capsys):
    assert main(["--rounds", "1"]) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in ("newsreel", "trafilatura", "newspaper4k", "pages/s"))


def test_those_that_are_not_there_say_how_to_install_them(capsys):
    readers = available_readers()
    assert capsys.readouterr().out.count(HOW_TO_INSTALL) == 3 - len(readers)


def test_a_folder_of_pages_is_read(tmp_path: Path):
    (tmp_path / "a.html").write_text("<h1>Lunar Sea</h1>", "utf-8")
    assert [page.text for page in samples(tmp_path)] == ["<h1>Lunar Sea</h1>"]


def test_rounds_are_interleaved():
    order: list[str] = []
    readers = {name: lambda page, name=name: order.append(name) for name in ("a", "b")}
    spent = measure(readers, list(samples(None))[:1], rounds=3)
    assert order == ["a", "b"] * 3
    assert set(spent) == {"a", "b"}


def test_a_page_that_one_of_them_cannot_read_is_left_out_for_all():
    pages = list(samples(None))
    readers = {"all": len, "few": pages[1:].index}  # index() raises for any other
    assert read_by_all(readers, pages) == pages[1:]
