import pytest

from bot.domain.photo_size import SIZE_RULES, UNTOUCHED, is_cut, likely_width, named_size

SITE = "https://news.example"
ORIGINAL = UNTOUCHED + 1  # said in words


@pytest.mark.parametrize(
    ("path", "width"),
    [
        # blogs' software
        ("/a-1024x683.jpg", 1024),
        ("/a-60x43.jpg", 60),
        ("/a-scaled.jpg", 2560),
        ("/a.jpg?w=640", 640),
        ("/a.jpg?resize=760%2C444", 760),
        ("/a.jpg?resize=20%2C8&ssl=1", 20),
        ("/a.jpg?fit=1200%2C800&ssl=1", 1200),
        ("/files/styles/wide/public/a.jpg?itok=x", 1000),
        ("/files/styles/1200x675/public/a.jpg", 1200),
        ("/content/v1/a.jpg?format=1500w", 1500),
        ("/files/a_1024x.jpg?v=1", 1024),
        ("/files/a_1024x1024@2x.jpg", 1024),
        ("/cache/L640xH480/a.jpg", 640),
        # image servers
        ("/image/upload/c_fill,h_360,w_640/v1/a.jpg", 640),
        ("/image/upload/w_640/a.jpg", 640),
        ("/media/x~mv2.jpg/v1/fill/w_980,h_551,al_c,q_85/x~mv2.jpg", 980),
        ("/a.jpg?c=16x9&q=h_720,w_1280,c_fill", 1280),
        ("/a.jpg?w=800&h=450&fm=jpg&q=50", 800),
        ("/x/ab-3000x2000.jpg?w=800&auto=format", 800),
        (
            "/dims4/default/ab/2147/strip/true/crop/3000x2000+0+0/resize/1200x800!/quality/90/?url=https%3A%2F%2Fb.example%2Fa.jpg",
            1200,
        ),
        ("/resizer/v2/ABC.jpg?auth=12&width=1200&height=630", 1200),
        ("/resizer/abc=/1200x630/smart/cut.example/a.jpg", 1200),
        ("/unsafe/0x0:3000x2000/640x360/filters:quality(80)/cut.example/a.jpg", 640),
        ("/unsafe/fit-in/1200x800/a.jpg", 1200),
        ("/cdn-cgi/image/f=auto,w=1200/a.jpg", 1200),
        ("/a.jpg?im=Resize%3D(960,540)", 960),
        ("/a.jpg?im=Resize=(960),type=downsize", 960),
        ("/a.jpg?impolicy=wide&imwidth=800", 800),
        ("/a.jpg?type=w966", 966),
        ("/_next/image?url=%2Fa.jpg&w=3840&q=75", 3840),
        ("/?url=cut.example/a.jpg&w=500", 500),
        ("/a.jpg?crop=1xw:0.99xh;center&resize=1200:*", 1200),
        ("/a.jpg?width=700&dpr=2&s=abc", 1400),
        ("/a.jpg?width=700&dpr=1", 700),
        ("/a.png/940x540nocrop2/12.345.678", 940),
        ("/a_cinema_1280.0.png", 1280),
        # a logo printed over it
        ("/a.jpg?width=1200&overlay-align=left&overlay-base64=x", 600),
        ("/a.jpg?width=300&overlay-align=left", 300),
        # publishers and albums
        ("/x=w1200-h630-p", 1200),
        ("/x=s1600", 1600),
        ("/x=s0", UNTOUCHED),
        ("/s1600/a.jpg", 1600),
        ("/s35/a.jpg", 35),
        ("/image/s28/568845/large/a.jpg", 1024),
        ("/image/getPreview/id/12345.png", 400),
        ("/v2/resize:fit:1400/1*a.jpeg", 1400),
        ("/max/1400/1*a.jpeg", 1400),
        ("/news/976/cps/production/_1.jpg", 976),
        ("/media/ff/0_0_3000_2000/master/3000.jpg?width=620&quality=85&s=abc", 620),
        ("/123/16x9-1280-720/Xw/a.jpg", 1280),
        ("/agency-123-612x612.jpg", 612),
        ("/a.jpg?s=612x612", 612),
        ("/wiki/a/revision/latest/scale-to-width-down/1200?cb=1", 1200),
        ("/thumb/a/ab/N.jpg/300px-N.jpg", 300),
        # words
        ("/12_0123456789_b.jpg", 1024),
        ("/12_0123456789_o.jpg", ORIGINAL),
        ("/a-superJumbo.jpg", 2048),
        ("/a_large.jpg", 1024),
        ("/large/a.jpg", 1024),
        ("/thumb_a.jpg", 300),
        ("/a_original.jpg", ORIGINAL),
        ("/a.jpg?format=jpg&name=large", 1024),
        # no size at all
        ("/a.jpg", UNTOUCHED),
        ("/2031/05/a.jpg", UNTOUCHED),
        ("/IMG/338/195338/a.jpg", UNTOUCHED),
        ("/a_16x9_100.jpg", UNTOUCHED),
        ("/a-small-world.jpg", UNTOUCHED),
        ("/a.jpg?crop=0,0,1200,800", UNTOUCHED),
    ],
)
def test_the_width_that_an_address_stands_for(path: str, width: int):
    assert likely_width(SITE + path) == width


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/a-1024x683.jpg", (1024, 683)),
        ("/a.jpg?resize=760,444", (760, 444)),
        ("/a.jpg?w=640&h=360", (640, None)),
        ("/a-99999x1.jpg", (None, None)),
        ("/a.jpg", (None, None)),
    ],
)
def test_the_size_in_numbers(path: str, size: tuple[int | None, int | None]):
    assert named_size(SITE + path) == size


@pytest.mark.parametrize(
    ("path", "cut"),
    [
        ("/c_fill,w_640/a.jpg", True),
        ("/a.jpg?fit=crop&w=640", True),
        ("/a.jpg?rect=0,0,10,10", True),
        ("/a_16x9.jpg", True),
        ("/a-social.jpg", True),
        ("/12/facebook_teaser/a.jpg", True),
        ("/a.jpg?w=640", False),
        ("/wide-river.jpg", False),
    ],
)
def test_a_part_of_a_picture_is_known(path: str, cut: bool):
    assert is_cut(SITE + path) is cut


def test_every_rule_has_a_name_of_its_own():
    assert len({rule.name for rule in SIZE_RULES}) == len(SIZE_RULES)


@pytest.mark.parametrize(
    "url", ["https://[broken", "", "x" * 100_000, "https://a/?" + "w=" * 50_000]
)
def test_anything_has_a_width(url: str):
    assert likely_width(url) == UNTOUCHED
