"""Draw the demo's film stills: ``python -m bot.demo.stills [NAME …]`` writes data/demo/stills."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from bot.demo.content import STILLS
from bot.demo.scenes import cinema, coast, faces, ferry, fireflies, meridian, orbit, winter

SCENES: dict[str, Callable[[], Image.Image]] = {
    **meridian.STILLS,
    **ferry.STILLS,
    **orbit.STILLS,
    **winter.STILLS,
    **fireflies.STILLS,
    **coast.STILLS,
    **cinema.STILLS,
    **faces.STILLS,
}
LARGEST = 66_000  # bytes: all of them together stay under 3 MB


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a JPEG, in the best quality that stays small enough."""
    body = b""
    for quality in range(88, 40, -4):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        body = out.getvalue()
        if len(body) <= LARGEST:
            break
    return body


def main(names: list[str]) -> None:
    """Draw the named stills, or all of them."""
    STILLS.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(SCENES):
        body = jpeg(SCENES[name]())
        Path(STILLS / f"{name}.jpg").write_bytes(body)
        sys.stdout.write(f"{name}.jpg, {len(body) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
