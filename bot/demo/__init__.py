"""The demo: the whole bot in a browser, without a token or an account."""

from bot.demo.show import run

__all__ = ["run"]
