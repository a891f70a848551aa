"""Settings: read, checked together, and the token kept secret."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.domain.error import ConfigError
from bot.settings import Secret, Settings, load_settings, token_problem

EXAMPLE = Path(__file__).parents[1] / ".env.example"
ID = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=")
TOKEN = f"{ID}.Gabcde.{'x' * 38}"


def load(file: Path | None = None, **environment: str) -> Settings:
    return load_settings(environment, file=file or Path("absent"))


def test_without_any_setting_the_defaults_hold() -> None:
    settings = load()
    assert settings.database == Path("data/newsreel.db")
    assert settings.poll_concurrency == 8
    assert not settings.token


def test_settings_are_read() -> None:
    settings = load(
        NEWSREEL_ALLOWED_NETWORKS="127.0.0.0/8, ::1/128",
        NEWSREEL_LOG_LEVEL="debug",
        NEWSREEL_HOST_PAUSE="0.5",
    )
    assert settings.allowed_networks == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    assert settings.log_level == "DEBUG"
    assert settings.host_pause == timedelta(seconds=0.5)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("NEWSREEL_LOG_LEVEL=ERROR\nNEWSREEL_PARSE_WORKERS=3\n")
    settings = load(file, NEWSREEL_LOG_LEVEL="DEBUG")
    assert (settings.log_level, settings.parse_workers) == ("DEBUG", 3)


BAD = {
    "NEWSREEL_LOG_LEVEL": "loud",
    "NEWSREEL_LOG_FORMAT": "xml",
    "NEWSREEL_ALLOWED_NETWORKS": "home",
    "NEWSREEL_POLL_CONCURRENCY": "0",
    "NEWSREEL_PARSE_WORKERS": "many",
    "NEWSREEL_PARSE_SECONDS": "-1",
    "NEWSREEL_PARSE_MEGABYTES": "1",
    "NEWSREEL_MAX_AGE_DAYS": "1.5",
    "NEWSREEL_HOST_PAUSE": "nan",
    "NEWSREEL_DISCORD_API": "discord.com",
    "NEWSREEL_USER_AGENT": "Newsreel\n(x)",
}


def test_all_that_is_wrong_is_reported_together() -> None:
    with pytest.raises(ConfigError) as caught:
        load(**BAD)
    lines = str(caught.value).splitlines()
    assert sorted(line.split(" ")[0] for line in lines) == sorted(BAD)


def test_the_example_names_every_setting_and_is_itself_valid() -> None:
    source = (Path(__file__).parents[1] / "bot" / "settings.py").read_text()
    used = set(re.findall(r'"((?:NEWSREEL|DISCORD)_[A-Z_]+)"', source))
    shown = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert used == shown
    assert load(EXAMPLE).max_age == Settings().max_age


def test_the_token_does_not_show_itself() -> None:
    settings = load(DISCORD_TOKEN=TOKEN)
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings.token)
    assert settings.token.reveal() == TOKEN


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", "is not set"),
        ("abc", "three parts"),
        ("a.b", "three parts"),
        ("!!!.Gabcde.xxxx", "three parts"),
        ("bm90LWFuLWlk.Gabcde.xxxx", "does not begin with a bot's id"),
    ],
)
def test_a_token_of_another_form_is_explained_without_repeating_it(token: str, words: str) -> None:
    problem = token_problem(Secret(token))
    assert problem is not None
    assert words in problem
    assert not token or token not in problem


def test_a_token_of_the_right_form_is_fine() -> None:
    assert token_problem(Secret(TOKEN)) is None
