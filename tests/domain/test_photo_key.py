"""Which addresses show one picture, by the habits of image servers, and which do not."""

import pytest

from bot.domain.photo_key import photo_key

SITE = "https://news.example"
HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "versions",
    [
        [
            f"{SITE}/wp-content/uploads/2031/05/still-300x200.jpg",
            f"{SITE}/wp-content/uploads/2031/05/still-scaled.jpg?w=640&ssl=1",
            "http://www.news.example/wp-content/uploads/2031/05/still.jpg.webp",
            "https://proxy.example/news.example/wp-content/uploads/2031/05/still.jpg?resize=640%2C9",
        ],
        ["https://photos.example/abc=s1600", "https://photos.example/abc=w640-h400-no"],
        ["https://blog.example/-x/s320/moon.jpg", "https://blog.example/-x/s1600/moon.jpg"],
        [
            "https://cut.example/dims4/default/1/resize/840x472!/?url=https%3A%2F%2Fa.example%2Fb.jpg",
            "https://a.example/b.jpg",
        ],
        [
            "https://thumb.example/h4sh/fit-in/640x360/filters:quality(80)/https://a.example/b.jpg",
            "https://a.example/b.jpg",
        ],
        ["https://res.example/w_640,h_360,c_fill/v1/b.jpg", "https://res.example/v2/b.jpg"],
        [
            "https://arc.example/resizer/AbC=/620x0/smart/cdn.example/org/b.jpg",
            "https://arc.example/resizer/XyZ=/980x528/smart/cdn.example/org/b.jpg",
        ],
        [f"{SITE}/moon_640x360.jpg", f"{SITE}/moon@2x.jpg", f"{SITE}/moon.webp?dpr=2"],
        [f"{SITE}/files/styles/big/public/m.jpg", f"{SITE}/files/styles/tiny/public/m.jpg"],
        [f"{SITE}/wiki/Moon.png/300px-Moon.png", f"{SITE}/wiki/Moon.png/revision/latest/scale/350"],
        [f"{SITE}/media/x/0_0_3000_2000/master/3000.jpg", f"{SITE}/media/x/0_0_3000_2000/500.jpg"],
        [f"{SITE}/og/agency-634975860.jpg", "https://cdn.example/x/agency-634975860-640x360.jpg"],
        [f"{SITE}/ace/standard/240/live/moon.jpg", f"{SITE}/ace/standard/976/live/moon.jpg"],
        [
            f"{SITE}/2031/05/07/0/0/5000/3333/644/322/60/0/ab1-moon.jpg",
            f"{SITE}/2031/05/07/0/0/5000/3333/1440/960/60/0/ab1-moon.jpg",
        ],
        [f"{SITE}/moon/wide__820x461", f"{SITE}/moon/original__1200x800", f"{SITE}/moon/social"],
        [f"{SITE}/cms/1200x630_crop/ab/moon.jpg", f"{SITE}/cms/616x347_cropupscale/ab/moon.jpg"],
        [f"{SITE}/7_3x2_md.jpg", f"{SITE}/7_3x2_rt.jpg"],
        [f"{SITE}/moon1_m.jpg", f"{SITE}/moon1.jpg"],
        [f"{SITE}/moon_640.jpg", f"{SITE}/moon_large.jpg", f"{SITE}/moon-superJumbo.jpg"],
        [f"{SITE}/moon-kd-656x492@Page-Web.jpg", f"{SITE}/moon-kd-140x180@Page-Web.jpg"],
        ["https://cdn.news.example/a/moon.jpg", "https://i2.news.example/a/moon.jpg"],
        [
            f"{SITE}/a/0f8fad5b-d9cb-469f-a165-70867728950e_wide.jpg",
            f"{SITE}/b/0f8fad5b-d9cb-469f-a165-70867728950e.png",
        ],
        [
            f"{SITE}/_next/image?url=%2Fimg%2Fmoon.jpg&w=640&q=75",
            f"{SITE}/_next/image?url=https%3A%2F%2Fnews.example%2Fimg%2Fmoon.jpg&w=100&q=1",
            f"{SITE}/img/moon.jpg",
        ],
        [
            "https://text.example/v2/resize:fit:1400/1*aB.jpeg",
            "https://text.example/v2/resize:fit:640/format:webp/1*aB.jpeg",
            "https://text.example/max/700/1*aB.jpeg",
        ],
        [
            f"{SITE}/cdn-cgi/image/f=auto,w=1200/img/moon.jpg",
            f"{SITE}/cdn-cgi/image/width=600,quality=80/img/moon.jpg",
            f"{SITE}/img/moon.jpg",
        ],
        [f"{SITE}/v1/a/moon.jpg?format=1500w", f"{SITE}/v1/a/moon.jpg"],
        [
            f"{SITE}/media/abc~mv2.jpg/v1/fill/w_980,h_551,al_c,q_85/abc~mv2.jpg",
            f"{SITE}/media/abc~mv2.jpg",
        ],
        [f"{SITE}/resizer/v2/ABCD?auth=1&width=10", f"{SITE}/resizer/v2/ABCD?auth=2&width=100"],
        [
            "https://proxy.example/?url=news.example/u/moon.jpg&w=100",
            "https://proxy.example/?url=ssl:news.example/u/moon.jpg&w=300",
            f"{SITE}/u/moon.jpg",
        ],
        [f"{SITE}/files/moon_1024x.jpg?v=1", f"{SITE}/files/moon.jpg?v=2"],
        [f"{SITE}/photo/moon.jpg", f"{SITE}//photo/moon.jpg"],
        [f"{SITE}/up/t_wide/moon.jpg", f"{SITE}/up/ar_16:9,c_fill,w_640/moon.jpg"],
        [
            f"{SITE}/1234567/16x9-1280-720/{HASH}/Xw/moon.jpg",
            f"{SITE}/1234567/uncropped-0-0/{HASH[::-1]}/Uf/moon.jpg",
        ],
        [
            f"{SITE}/310507093243-02-moon-1128-horizontal-gallery.jpg",
            f"{SITE}/310507093243-02-moon-1128-story-top.jpg",
        ],
        [
            f"{SITE}/wiki/moon/revision/latest/scale-to-width-down/1200?cb=2",
            f"{SITE}/wiki/moon/revision/latest?cb=2",
        ],
        [f"{SITE}/up/moon-sea/thumbnail-down/width/1280/height/720", f"{SITE}/up/moon-sea"],
        [f"{SITE}/politics/60/60/moon.jpg", f"{SITE}/politics/396/223/moon.jpg"],
        [f"{SITE}/8/3/7-560.jpg", f"{SITE}/8/3/7-1260.jpg"],
        [f"{SITE}/news/624/moon.jpg", f"{SITE}/news/976/moon.jpg"],  # in whole blocks of JPEG
        [
            f"{SITE}/a/838_gettyimages-593279110.jpg",
            f"{SITE}/b/GettyImages-593279110-612x612.jpg",
            f"{SITE}/b/moon_GettyImages-593279110_hero-2.jpg",
        ],
        [
            f"{SITE}/files/getPreview/id/12345.png",
            f"{SITE}/files/getFile/id/12345/width/515/height/337.png",
        ],
        [
            f"{SITE}/local/cache-vignettes/L653xH368/moon-4177f.jpg?15780",
            f"{SITE}/IMG/moon.jpg",
            f"{SITE}/IMG/jpg/moon.jpg",
        ],
        [
            f"{SITE}/temp/_processed_/3/8/csm_3105070932_4a00f159fc.jpg",
            f"{SITE}/storage/3105070932.jpg",
        ],
        [
            f"https://cut.example/{HASH[:27]}=/783x441/www.news.example%2Fii%2Fmoon.jpg",
            f"https://cut.example/{HASH[1:28]}=/480x270/www.news.example%2Fii%2Fmoon.jpg",
        ],
    ],
)
def test_all_sizes_of_one_picture_have_one_key(versions: list[str]):
    assert len({photo_key(url) for url in versions}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{SITE}/still-1.jpg", f"{SITE}/still-2.jpg"),
        (f"{SITE}/gallery/101.jpg", f"{SITE}/gallery/102.jpg"),
        (f"{SITE}/image.php?id=7", f"{SITE}/image.php?id=8"),
        (f"{SITE}/photo.jpg?id=7", f"{SITE}/photo.jpg?id=8"),
        (f"{SITE}/a/dsc_1.jpg", "https://cdn.example/b/dsc_1.jpg"),
        (f"{SITE}/still-1001.jpg", f"{SITE}/still-1002.jpg"),
        (f"{SITE}/2031/05/07/1.jpg", f"{SITE}/2031/05/08/1.jpg"),
        (f"{SITE}/film/moon/wide__820x461", f"{SITE}/film/sea/wide__820x461"),
        (f"{SITE}/moon/1/large.jpg", f"{SITE}/moon/2/large.jpg"),
        (f"{SITE}/240/1.jpg", f"{SITE}/480/1.jpg"),
        (f"{SITE}/1234567890_1.jpg", f"{SITE}/1234567890_2.jpg"),
        (
            "https://cut.example/?url=https://a.example/b.jpg",
            "https://cut.example/?url=https://a.example/c.jpg",
        ),
        (f"{SITE}/{HASH}/header.jpg", f"{SITE}/{HASH[::-1]}/header.jpg"),
        (f"{SITE}/310507093243-02-moon.jpg", f"{SITE}/310507093243-03-moon.jpg"),
        (f"{SITE}/cut?url=%2Fmoon.jpg", f"{SITE}/cut?url=%2Fsea.jpg"),
        (f"{SITE}/8/3/7-560.jpg", f"{SITE}/8/3/8-560.jpg"),
        (f"{SITE}/2031/05/07/1.jpg", f"{SITE}/2031/06/07/1.jpg"),
        (f"{SITE}/2031/05/moon.jpg", f"{SITE}/2031/06/moon.jpg"),
        (f"{SITE}/gettyimages-593279110.jpg", f"{SITE}/gettyimages-593279111.jpg"),
        (f"{SITE}/dpa-1234567.jpg", f"{SITE}/dpa-1234567-afp-1234567.jpg"),
        (f"{SITE}/id/12345/moon.jpg", f"{SITE}/id/12345/sea.jpg"),
        (f"{SITE}/id/12345/width/90.png", f"{SITE}/id/12346/width/90.png"),
        (f"{SITE}/8/3/7-561.jpg", f"{SITE}/8/3/7-562.jpg"),
        (f"{SITE}/20310507-moon-red.jpg", f"{SITE}/20310507-moon-blue.jpg"),
        (f"{SITE}/1935689600-moon.jpg", f"{SITE}/1935689600-sea.jpg"),
        (f"{SITE}/i.php?f=moon.jpg&w=640", f"{SITE}/i.php?f=sea.jpg&w=640"),
        (f"{SITE}/i.jpg?photo_id=1", f"{SITE}/i.jpg?photo_id=2"),
        (f"{SITE}/{HASH}.jpg?id=1", f"{SITE}/{HASH[::-1]}.jpg?id=1"),
        (f"{SITE}/media/10/20/moon.jpg", f"{SITE}/media/10/21/moon.jpg"),
        (f"{SITE}/1,1/moon.jpg", f"{SITE}/1,2/moon.jpg"),
    ],
)
def test_different_pictures_have_different_keys(one: str, other: str):
    assert photo_key(one) != photo_key(other)


def test_a_key_is_made_of_anything():
    assert photo_key("https://[broken") == "https://[broken"
