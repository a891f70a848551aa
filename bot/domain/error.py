"""The error tree.

NewsreelError
├── UserError              a sentence for the person: what is wrong and what to do
│   └── ConfigError        the settings can't be used as they are
├── FetchError             a URL gave no usable answer
│   ├── Refused            the address guard said no; never tried again by itself
│   ├── RateLimited        429 or 503: not before ``retry_after``
│   ├── Gone               410
│   └── TooLarge           over the cap on size, after decompression
├── ParseError             bytes that are no feed, or no page
├── DeliveryError          Discord did not take a post
│   ├── Uncertain          it may or may not have been accepted: ask before sending again
│   ├── Malformed          Discord called the message invalid: send a plainer one
│   ├── Forbidden          a permission is missing
│   ├── ChannelGone        the channel no longer exists
│   ├── EmojiGone          Discord does not know a vote emoji, or not here
│   └── Unreachable        certainly not accepted: try again later
└── StorageError           the database can't be opened or used
    ├── DatabaseInUse      another process holds it
    └── DatabaseTooNew     a newer version of the bot wrote it

Anything else that is raised is a bug. Foreign exceptions are translated where they enter.
"""

from __future__ import annotations

from datetime import timedelta


class NewsreelError(Exception):
    """Be the root of all errors that are expected."""


class UserError(NewsreelError):
    """Carry a sentence that is shown to the person, in the person's language.

    ``values`` take the places of their names in it, such as ``{channel}``: it is the same sentence
    for all of them, so that it can be translated. Without values, braces are only braces.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.sentence.format(**self.values) if self.values else self.sentence


class ConfigError(UserError):
    """Say what is wrong with the settings, one line each."""


class FetchError(NewsreelError):
    """Say why a URL gave no usable answer.

    ``status`` is the HTTP status where there was one.
    """

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Refused(FetchError):
    """The address guard refused to connect (S44)."""


class RateLimited(FetchError):
    """The host asked for a pause (S34).

    ``host`` is the one that asked just now; None where its pause was known already.
    """

    def __init__(
        self, message: str, *, status: int, retry_after: timedelta | None, host: str | None = None
    ) -> None:
        super().__init__(message, status=status)
        self.retry_after = retry_after
        self.host = host


class Gone(FetchError):
    """The server says that the feed is gone for good: 410 (S33)."""


class TooLarge(FetchError):
    """The body passed the cap on its size (S40)."""


class ParseError(NewsreelError):
    """The bytes are no feed or page, or could not be read within the limits."""


class DeliveryError(NewsreelError):
    """Discord did not take a post."""


class Uncertain(DeliveryError):
    """The answer was lost: the message may be there (D9)."""


class Malformed(DeliveryError):
    """Discord says that the message is invalid; a plainer one may pass (L23)."""


class Forbidden(DeliveryError):
    """A permission is missing in the channel (M50)."""


class ChannelGone(DeliveryError):
    """The channel was deleted, or the bot can't see its server any more (M51)."""


class EmojiGone(DeliveryError):
    """Discord does not know an emoji, or the bot may not use it: ``emoji`` says which (V59)."""

    def __init__(self, message: str, *, emoji: str) -> None:
        super().__init__(message)
        self.emoji = emoji


class Unreachable(DeliveryError):
    """The message was certainly not accepted; later is fine (L30).

    ``retry_after`` is how long Discord asked to wait, where it did.
    """

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageError(NewsreelError):
    """The database can't be opened or used; the sentence says what to do."""


class DatabaseInUse(StorageError):
    """Another process works on the same file (D10)."""


class DatabaseTooNew(StorageError):
    """The file was written by a newer version of the bot."""
