"""The command line, as a person uses it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_settings import TOKEN

ROOT = Path(__file__).parents[1]
FEEDS = Path(__file__).parent / "feeds"


def newsreel(
    *arguments: str | Path, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NEWSREEL_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=folder,
        env=ours | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_all_commands_and_exit_codes(tmp_path: Path) -> None:
    shown = newsreel("--help", folder=tmp_path)
    assert shown.returncode == 0
    for word in ("run", "demo", "check", "inspect", "exit codes"):
        assert word in shown.stdout


def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    ended = newsreel("run", folder=tmp_path)
    assert ended.returncode == 1
    assert "DISCORD_TOKEN is not set" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_wrong_settings_are_told_all_at_once(tmp_path: Path) -> None:
    ended = newsreel(
        "check", folder=tmp_path, NEWSREEL_LOG_LEVEL="loud", NEWSREEL_PARSE_WORKERS="0"
    )
    assert ended.returncode == 2
    assert "NEWSREEL_LOG_LEVEL" in ended.stderr
    assert "NEWSREEL_PARSE_WORKERS" in ended.stderr


def test_check_goes_through_all_and_never_shows_the_token(tmp_path: Path) -> None:
    ended = newsreel(
        "check", folder=tmp_path, DISCORD_TOKEN=TOKEN, NEWSREEL_DISCORD_API="http://127.0.0.1:9"
    )
    assert ended.returncode == 0
    for subject in ("User agent", "Database", "Token", "Discord"):
        assert subject in ended.stdout
    assert TOKEN not in ended.stdout + ended.stderr


def test_check_says_that_a_broken_database_is_not_touched(tmp_path: Path) -> None:
    """V64."""
    broken = tmp_path / "data" / "newsreel.db"
    broken.parent.mkdir()
    broken.write_bytes(b"this is no database at all" * 100)
    before = broken.read_bytes()
    ended = newsreel("check", folder=tmp_path)
    assert ended.returncode == 1
    assert "✗ Database" in ended.stdout
    assert broken.read_bytes() == before


def test_inspect_feed_prints_json_with_all_fields(tmp_path: Path) -> None:
    ended = newsreel("inspect", "feed", FEEDS / "rss20-media.xml", "--json", folder=tmp_path)
    shown = json.loads(ended.stdout)
    assert set(shown) == {"feed", "entries", "skipped"}
    assert set(shown["entries"][0]) == {
        "guid", "title", "link", "author", "published", "summary", "categories", "photos",
    }  # fmt: skip
    assert {"url", "credit", "alt", "width", "height"} <= set(shown["entries"][0]["photos"][0])
    assert shown["entries"][0]["published"].endswith("Z")


def test_inspect_feed_is_readable(tmp_path: Path) -> None:
    ended = newsreel("inspect", "feed", FEEDS / "rss20-media.xml", folder=tmp_path)
    assert ended.returncode == 0
    assert "📷 1" in ended.stdout
    assert "Credit:" in ended.stdout


def test_inspect_page_prints_json_with_all_fields(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>Keeper</title></head><body><h1>Keeper</h1></body></html>")
    ended = newsreel(
        "inspect", "page", page, "--url", "https://a.example/k", "--json", folder=tmp_path
    )
    assert {
        "title", "link", "author", "published", "summary", "source_line", "lead_image", "photos",
    } <= set(json.loads(ended.stdout))  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("inspect", "feed", "absent.xml"), "absent.xml can't be read"),
        (("inspect", "feed", "http://127.0.0.1:8099/feed"), "127.0.0.1"),
    ],
)
def test_what_can_not_be_inspected_is_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """S44: the guard holds on the command line too."""
    ended = newsreel(*arguments, folder=tmp_path)
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_no_feed_is_a_sentence(tmp_path: Path) -> None:
    """S36."""
    page = tmp_path / "challenge.html"
    page.write_text("<!doctype html><html><body>Just a moment…</body></html>")
    ended = newsreel("inspect", "feed", page, folder=tmp_path)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr


def test_a_command_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    assert newsreel("fly", folder=tmp_path).returncode == 2


def test_inspect_page_asks_where_a_file_comes_from(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<h1>A kite</h1>", encoding="utf-8")
    ended = newsreel("inspect", "page", page, folder=tmp_path)
    assert ended.returncode == 1
    assert "--url" in ended.stderr


def test_check_sees_a_contact_that_was_only_copied(tmp_path: Path) -> None:
    copied = "Newsreel/0.1 (film news for our Discord; mail@example.com)"
    ended = newsreel("check", folder=tmp_path, NEWSREEL_USER_AGENT=copied)
    assert "Sites can't reach you" in ended.stdout


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_demo_and_leaves_nothing(tmp_path: Path, name: signal.Signals) -> None:
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser"],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout is not None
    shown = "".join(iter(demo.stdout.readline, "\n"))  # the first line; then the bot is starting
    demo.send_signal(name)
    shown += demo.communicate(timeout=20)[0]
    assert demo.returncode == 0, shown
    assert "has ended" in shown
    assert "Traceback" not in shown
    assert not list(tmp_path.glob("newsreel-demo-*"))
