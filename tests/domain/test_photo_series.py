"""Galleries made at random: no two pictures are joined, and no size of one is shown as another.

``SEED`` chooses the first of them.
"""

import os
import random
from urllib.parse import quote

import pytest

from bot.domain.model import Photo
from bot.domain.photo import likely_width, one_each

SEED = int(os.environ.get("SEED", "1"))
SITE = "https://cdn.lantern.example"
WIDTHS = (320, 480, 640, 1024, 1200)

WORDS = ("cast", "crew", "ship", "moon", "poster", "sea", "king", "boat")
SLUG = "lunar-sea-unveils-new-stills-of-its-cast"


def _uuid(chance: random.Random) -> str:
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


# How the pictures of a gallery are told apart: folder and name, of the first to the twentieth.
NAMES = {
    "photo-1": lambda n, _: f"2031/05/photo-{n}",
    "photo, photo-1": lambda n, _: "2031/05/photo" + (f"-{n}" if n else ""),
    "photo1": lambda n, _: f"2031/05/photo{n}",
    "01": lambda n, _: f"gallery/{n:02d}",
    "IMG_1018": lambda n, _: f"shoot/IMG_{n + 1010}",
    "DSC01234": lambda n, _: f"shoot/DSC{n + 1230:05d}",
    "s10": lambda n, _: f"gallery/s{n + 8}",
    "a day and a number": lambda n, _: f"2031/05/20310507_{n:02d}",
    "a time and words": lambda n, _: f"u/1935689600-{WORDS[n % 8]}{n // 8}",
    "an id that goes up": lambda n, _: f"photo/{n + 40471188}",
    "an id in the folder": lambda n, _: f"{n + 40471188}/still",
    "an id in the folder of a headline": lambda n, _: f"{n + 40471188}/{SLUG}",
    "a day of upload": lambda n, _: f"2031/05/{n + 1:02d}/still",
    "a day of upload, a headline": lambda n, _: f"2031/05/{n + 1:02d}/{SLUG}-{n}",
    "a UUID": lambda _, chance: f"i/{_uuid(chance)}",
    "a UUID folder": lambda _, chance: f"i/{_uuid(chance)}/still",
    "a UUID folder of a headline": lambda _, chance: f"i/{_uuid(chance)}/{SLUG}",
    "several in a UUID's folder": lambda n, _: f"i/3f2a1b4c-1111-4aaa-8bbb-0123456789ab/{n}",
    "several of a UUID": lambda n, _: f"i/3f2a1b4c-1111-4aaa-8bbb-0123456789ab-{n}",
    "an episode": lambda n, _: f"2031/05/lunar-sea-1x{n + 1:02d}",
    "an episode in its season": lambda n, _: f"shows/s{n // 5 + 1:02d}/e{n % 5 + 1:02d}",
    "a set": lambda n, _: f"day-5-{n}/still",
    "an agency's": lambda n, _: f"a/gettyimages-59327911{n:02d}",
}  # fmt: skip

# How an address asks for a width.
GRAMMARS = {
    "none": lambda name, _: f"{SITE}/{name}.jpg",
    "WordPress": lambda name, w: f"{SITE}/{name}-{w}x{w * 9 // 16}.jpg",
    "a query": lambda name, w: f"{SITE}/{name}.jpg?w={w}&h={w // 2}&fit=crop&quality=80",
    "two in a query": lambda name, w: f"{SITE}/{name}.jpg?resize={w},{w // 2}",
    "imgix": lambda name, w: f"{SITE}/{name}.jpg?auto=format&w={w}&ixlib=x-1",
    "Cloudinary": lambda name, w: f"{SITE}/image/upload/c_fill,w_{w}/v1935689600/{name}.jpg",
    "Thumbor": lambda name, w: f"{SITE}/unsafe/fit-in/{w}x{w // 2}/filters:quality(80)/{name}.jpg",
    "Brightspot": lambda name, w: (
        f"{SITE}/dims4/default/0a1b2c3/2147483647/strip/true/resize/{w}x{w // 2}!/quality/90/"
        f"?url={quote(f'{SITE}/{name}.jpg', safe='')}"
    ),
    "Arc": lambda name, w: f"{SITE}/resizer/v2/{name}.jpg?auth=0a1b2c&width={w}",
    "Drupal": lambda name, w: f"{SITE}/styles/w{w}/public/{name}.jpg?itok=0a1b2c",
    "a proxy": lambda name, w: (
        f"{SITE}/_next/image?url={quote(f'/{name}.jpg', safe='')}&w={w}&q=75"
    ),
    "a query for the picture": lambda name, w: f"{SITE}/image?id={quote(name, safe='')}&w={w}",
    "a file's query for the picture": lambda name, w: f"{SITE}/i.php?f={quote(name)}.jpg&w={w}",
}  # fmt: skip


@pytest.mark.parametrize("grammar", GRAMMARS)
@pytest.mark.parametrize("names", NAMES)
def test_no_two_pictures_of_a_gallery_are_joined(names: str, grammar: str):
    chance = random.Random(f"{SEED} {names} {grammar}")
    pictures = [NAMES[names](number, chance) for number in range(20)]
    sizes = {name: chance.sample(WIDTHS, 3) for name in pictures}
    urls = [[GRAMMARS[grammar](name, width) for width in sizes[name]] for name in pictures]
    found = one_each(Photo(url=url) for versions in urls for url in versions)
    assert [photo.url for photo in found] == [max(one, key=likely_width) for one in urls]
