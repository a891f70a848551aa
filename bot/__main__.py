"""The command line: ``newsreel``, the same as ``python -m bot``."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence

from rich.console import Console

from bot import __version__, checkup, inspection
from bot.domain.error import NewsreelError, UserError
from bot.log import set_up_logging
from bot.running import run
from bot.settings import Settings, load_settings

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

_EPILOG = """exit codes:
  0    all is well
  1    it could not be done; a sentence on standard error says why and what to do
  2    the command line or the settings are wrong
  130  broken off by Ctrl-C (run and demo end with 0)

Settings come from the environment and the file .env; .env.example explains each.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
    except UserError as error:
        return _complain(f"The settings can't be used:\n{error}", USAGE)
    set_up_logging(settings)
    try:
        return asyncio.run(_dispatch(options, settings))
    except NewsreelError as error:
        return _complain(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        logging.getLogger(__name__).exception("newsreel met a bug")
        return _complain("Something went wrong that should not; the log above says where.", FAILED)


async def _dispatch(options: argparse.Namespace, settings: Settings) -> int:
    if options.command == "run":
        await run(settings)
        return OK
    if options.command == "check":
        return await _check(settings)
    if options.command == "demo":
        return await _demo(options, settings)
    return await _inspect(options, settings)


async def _check(settings: Settings) -> int:
    console = Console(soft_wrap=True)
    marks = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]![/]"}
    bad = 0
    async for finding in checkup.check(settings):
        console.print(marks[finding.good], f"[bold]{finding.subject}:[/]", end=" ")
        console.print(finding.sentence, markup=False, highlight=False)
        bad += finding.good is False
    return FAILED if bad else OK


async def _demo(options: argparse.Namespace, settings: Settings) -> int:
    try:
        from bot import demo  # noqa: PLC0415 - its packages are only there with the extra
    except ModuleNotFoundError as error:
        raise UserError(
            f"The demo needs {error.name}, which is not installed. Run: pip install -e '.[demo]'"
        ) from None
    return await demo.run(
        settings, feed=options.feed, port=options.port, browser=not options.no_browser
    )


async def _inspect(options: argparse.Namespace, settings: Settings) -> int:
    console = Console(soft_wrap=True)
    if options.what == "feed":
        document = await inspection.inspect_feed(options.source, url=options.url, settings=settings)
        if options.json:
            print(inspection.feed_as_json(document))  # noqa: T201 - this is the command's output
        else:
            inspection.show_feed(document, console)
        return OK
    page = await inspection.inspect_page(options.source, url=options.url, settings=settings)
    if options.json:
        print(inspection.page_as_json(page))  # noqa: T201 - this is the command's output
    else:
        inspection.show_page(page, console)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsreel",
        description="A Discord community bot for film news.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"newsreel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot")
    commands.add_parser("check", help="check the settings, the database, the token and Discord")
    demo = commands.add_parser("demo", help="show the bot in your browser: no token, no account")
    demo.add_argument("--feed", metavar="URL", help="show a feed of your own as well")
    demo.add_argument(
        "--port", type=_port, metavar="N", help="the port of the page (any free one if not given)"
    )
    demo.add_argument("--no-browser", action="store_true", help="only print the page's address")
    inspect = commands.add_parser("inspect", help="show what the bot makes of a feed or a page")
    kinds = inspect.add_subparsers(dest="what", required=True, metavar="feed|page")
    _add_source(kinds.add_parser("feed", help="read a feed"), url_required=False)
    _add_source(kinds.add_parser("page", help="read an article's page"), url_required=True)
    return parser


def _add_source(parser: argparse.ArgumentParser, *, url_required: bool) -> None:
    need = "needed for a file" if url_required else "for a file, to resolve relative links"
    parser.add_argument("source", metavar="FILE-OR-URL", help="a file, or an address")
    parser.add_argument("--url", metavar="URL", help=f"where it comes from ({need})")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 <= int(text) <= 65535:  # noqa: PLR2004
        raise argparse.ArgumentTypeError("give a number from 0 to 65535")
    return int(text)


def _complain(sentence: str, code: int) -> int:
    print(f"newsreel: {sentence}", file=sys.stderr)  # noqa: T201 - the command's own voice
    return code


if __name__ == "__main__":
    sys.exit(main())
