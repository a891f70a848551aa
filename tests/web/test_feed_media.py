"""Photos of an entry: Media RSS, enclosures, pictures in the text, and whose credit is whose."""

import pytest

from bot.web.feed.document import read_feed

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
BASE = "https://lantern.example.com/"


def photos(inside, attributes=MEDIA):
    """Return (file name, credit) of the photos of one entry."""
    body = (
        f'<rss version="2.0" {attributes}><channel><item>'
        f"<link>{BASE}1</link>{inside}</item></channel></rss>"
    )
    found = read_feed(body.encode(), url=f"{BASE}feed").entries[0].photos
    return [(photo.url.removeprefix(BASE), photo.credit) for photo in found]


def content(name, inside="", **attributes):
    given = {"medium": "image", **attributes}
    shown = " ".join(f'{key}="{value}"' for key, value in given.items())
    return f'<media:content url="{name}" {shown}>{inside}</media:content>'


def credit(name, role=""):
    return f'<media:credit role="{role}">{name}</media:credit>'


def test_credit_inside_its_photo_stays_with_it():
    found = photos(
        content("a.jpg", credit("Ada")) + content("b.jpg") + content("c.jpg", credit("Cy"))
    )

    assert found == [("a.jpg", "Ada"), ("b.jpg", None), ("c.jpg", "Cy")]


def test_one_credit_beside_several_photos_is_theirs_all():
    assert photos(content("a.jpg") + content("b.jpg") + credit("Ada")) == [
        ("a.jpg", "Ada"),
        ("b.jpg", "Ada"),
    ]


def test_as_many_credits_as_photos_come_in_order():
    names = credit("Ada") + credit("Ben")

    assert photos(names + content("a.jpg") + content("b.jpg")) == [
        ("a.jpg", "Ada"),
        ("b.jpg", "Ben"),
    ]


def test_fewer_credits_than_photos_follow_theirs():
    found = photos(
        content("a.jpg") + credit("Ada") + content("b.jpg") + content("c.jpg") + credit("Cy")
    )

    assert found == [("a.jpg", "Ada"), ("b.jpg", None), ("c.jpg", "Cy")]


def test_makers_are_credited_and_not_who_is_seen():
    named = (
        credit("Ada Quist", "photographer") + credit("A. Star", "actor") + credit("Agency", "owner")
    )

    assert photos(content("a.jpg", named)) == [("a.jpg", "Ada Quist / Agency")]


@pytest.mark.parametrize("name", ["None", "", "  ", "null", "N/A"])
def test_credit_that_says_none_is_none(name):
    assert photos(content("a.jpg", credit(name))) == [("a.jpg", None)]


def test_credit_at_the_end_of_the_caption_serves():
    said = "<media:description>On the quay. (Photo: Ada Quist)</media:description>"

    assert photos(content("a.jpg", said)) == [("a.jpg", "Ada Quist")]


def test_credit_after_a_captions_last_slash_serves():
    figure = "<figure><img src='a.jpg'><figcaption>등대 세트의 모습이다. /하버라이트</figcaption></figure>"

    assert photos(f"<description><![CDATA[{figure}]]></description>") == [("a.jpg", "하버라이트")]


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("<small>등대 세트. /하버라이트 제공</small>", "하버라이트 제공"),
        ("The quay at dawn. <em>Ada Quist</em>", "Ada Quist"),
        ("The quay <cite>Ada Quist / Lumen</cite>", "Ada Quist / Lumen"),
        ("Photo by <a>Ada Quist</a> on <a>Unsplash</a>", "Ada Quist on Unsplash"),
        ("B side (Bo Roe/Lumen)", "Bo Roe/Lumen"),
        ("A scene from <em>Lunar Sea</em>", None),
    ],
)
def test_credit_in_a_part_of_the_caption_is_told_from_its_words(caption, name):
    figure = f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>"

    assert photos(f"<description><![CDATA[{figure}]]></description>") == [("a.jpg", name)]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<p><img src='a.jpg'><br><small>The quay. Photo: Ada</small></p><p>x</p>", "Ada"),
        ("<table><tr><td><img src='a.jpg'><tr><td>등대. 달빛 제공</table>x", "달빛 제공"),
        ("<p><img src='a.jpg'>The quay closed on Monday. (Reuters)</p>", None),
    ],
)
def test_credit_in_the_few_words_around_a_picture_serves(html, name):
    assert photos(f"<description><![CDATA[{html}]]></description>") == [("a.jpg", name)]


@pytest.mark.parametrize(
    "element",
    [
        "<image>a.jpg</image>",
        "<image><url>a.jpg</url><title>x</title></image>",
        "<fullImage url='a.jpg'/>",
        "<thumbnail>a.jpg</thumbnail>",
        "<foto>a.jpg</foto>",
        "<image_url>https://lantern.example.com/a.jpg</image_url>",
        "<thumb>a_thumb.jpg</thumb><fullimage>a.jpg</fullimage>",
        "<w:cover xmlns:w='http://webfeeds.org/rss/1.0' image='a.jpg'/>",
        "<post-thumbnail><url>a.jpg</url><width>600</width></post-thumbnail>",
    ],
)
def test_elements_that_feeds_make_up_for_pictures_are_read(element):
    assert photos(element) == [("a.jpg", None)]


@pytest.mark.parametrize(
    "element",
    [
        '<enclosure url="resize.php?id=1" type="image/jpeg"/>',
        '<media:content url="resize.php?id=1" width="800" height="600"/>',
        "<media:thumbnail>resize.php?id=1</media:thumbnail>",
    ],
)
def test_picture_whose_address_says_nothing_is_seen_by_what_is_declared(element):
    assert photos(element) == [("resize.php?id=1", None)]


def test_same_picture_named_in_many_ways_is_one_photo():
    many = (
        '<enclosure url="still.jpg" type="image/jpeg" length="1"/>'
        '<media:thumbnail url="still-150x100.jpg" width="150"/>'
        + content("still.jpg?w=640", credit("Ada"))
        + "<description>&lt;img src='/still.jpg'&gt;</description>"
    )

    assert photos(many) == [("still.jpg", "Ada")]


def test_thumbnail_counts_only_where_there_is_no_other_picture():
    small = (
        '<media:thumbnail url="other.jpg" width="320"/><media:thumbnail url="big.jpg" width="800"/>'
    )

    assert photos(small) == [("big.jpg", None)]
    assert photos(small + content("a.jpg")) == [("a.jpg", None)]


def test_same_name_but_for_its_size_on_another_host_is_the_same_picture():
    text = "<description>&lt;img src='https://big.test/salt-quay-759.jpg'&gt;</description>"

    assert photos(content("salt-quay-480.jpg") + text) == [
        ("https://big.test/salt-quay-759.jpg", None)
    ]


def test_numbered_pictures_are_different_ones():
    text = "<description>&lt;img src='https://big.test/img_1002.jpg'&gt;</description>"

    assert len(photos(content("img_1001.jpg") + text)) == 2


def test_thumb_in_another_folder_is_the_same_picture():
    found = photos(content("full/still.jpg") + content("small/thumb_still.jpg"))

    assert found == [("full/still.jpg", None)]


def test_thumbnail_may_be_small_and_stand_inside_a_link():
    """As a feed declares it to be a picture, it is none of a text's icons."""
    thumbnail = '<media:thumbnail url="quay.jpg" width="106" height="60"/>'

    assert photos(thumbnail) == [("quay.jpg", None)]
    assert photos(f"<link>{BASE}2<media:content>{thumbnail}</media:content></link>") == [
        ("quay.jpg", None)
    ]


def test_largest_thumbnail_is_told_by_its_address_where_no_size_is_given():
    small = '<media:thumbnail url="77-150x150.jpg"/><media:thumbnail url="77.jpg"/>'

    assert photos(small) == [("77.jpg", None)]


def test_copyright_beside_a_picture_is_its_credit():
    named = content("a.jpg") + "<media:copyright>Polar Pictures</media:copyright>"

    assert photos(named) == [("a.jpg", "Polar Pictures")]


def test_text_that_only_sounds_like_a_picture_is_none():
    assert photos("<imageCaption>The quay at dawn</imageCaption>") == []


def test_caption_that_the_blog_left_in_square_brackets_is_read():
    text = "[caption id='x' width='640']<img src='a.jpg'> The quay. Photo: Ada[/caption]<p>x</p>"

    assert photos(f"<description><![CDATA[{text}]]></description>") == [("a.jpg", "Ada")]


@pytest.mark.parametrize(
    "html",
    [
        "<ol class='related-posts'><li><img src='b.jpg'></ol>",
        "<div id='jp-relatedposts'><img src='b.jpg'></div>",
        "<div class='x author-box'><img src='b.jpg'></div>",
        "<img src='b.jpg' style='width:1px; height:1px'>",
        "<img src='count.php?id=1'>",
        "<img src='skins/filetype/jpg.gif'>",
        "<img src='i/logoPolar.png'>",
        "<img src='google-play-badge.png'>",
    ],
)
def test_what_surrounds_an_entrys_text_is_not_its_photo(html):
    """M49."""
    text = f"<description><![CDATA[<img src='a.jpg'><p>It rains.</p>{html}]]></description>"

    assert photos(text) == [("a.jpg", None)]


def test_class_around_the_whole_text_does_not_hide_its_photo():
    text = "<div class='social'><p>It rains on the moon.</p><img src='a.jpg'></div>"

    assert photos(f"<description><![CDATA[{text}]]></description>") == [("a.jpg", None)]


def test_thumbnail_of_a_video_stands_for_it():
    group = (
        "<media:group><media:content url='https://v.test/1' type='application/x-shockwave-flash'/>"
        "<media:thumbnail url='poster.jpg' width='480' height='360'/></media:group>"
    )

    assert photos(group) == [("poster.jpg", None)]


def test_different_pictures_in_one_group_are_all_kept():
    group = f"<media:group>{content('a.jpg')}{content('b.jpg')}</media:group>"

    assert photos(group) == [("a.jpg", None), ("b.jpg", None)]


@pytest.mark.parametrize(
    "element",
    [
        '<enclosure url="a.mp3" type="audio/mpeg" length="1"/>',
        '<media:content url="a.mp4" medium="image"/>',
        '<media:content url="https://v.test/watch" medium="video"/>',
        '<media:content url="pixel.gif" medium="image" width="1" height="1"/>',
        '<media:content url="https://secure.gravatar.com/avatar/1" medium="image"/>',
        '<media:content url="watch?v=1" width="640" height="360" duration="61"/>',
        '<media:content url="" medium="image"/>',
        '<media:content url="javascript:alert(1)" medium="image"/>',
        "<media:content medium='image'/>",
        "<description>&lt;img src='https://s.test/i/facebook.png'&gt;</description>",
        "<description>&lt;img src='https://feedads.g.test/~at/1/di'&gt;</description>",
        "<description>&lt;img src='a.jpg' style='display: none'&gt;</description>",
    ],
)
def test_what_is_no_photo_is_left_out(element):
    """M49."""
    assert photos(element) == []


def test_another_cut_of_a_picture_in_the_text_is_not_listed_twice():
    """Its caption tells, where the address does not."""
    text = "A lighthouse stands alone at the very end of the quay"
    figure = f"&lt;figure&gt;&lt;img src='b.jpg'&gt;&lt;figcaption&gt;{text}&lt;/figcaption&gt;&lt;/figure&gt;"
    named = content("cropped.jpg", f"<media:description>{text}</media:description>")

    assert photos(f"{named}<description>{figure}</description>") == [("b.jpg", None)]


@pytest.mark.parametrize("attributes", ["", 'xmlns:media="http://search.yahoo.com/mrss"'])
def test_prefix_may_be_undeclared_or_declared_the_old_way(attributes):
    """S38."""
    assert photos(content("a.jpg", credit("Ada")), attributes) == [("a.jpg", "Ada")]


def test_prefix_may_be_any():
    named = '<m:content url="a.jpg" medium="image"><m:credit>Ada</m:credit></m:content>'

    assert photos(named, 'xmlns:m="http://search.yahoo.com/mrss/"') == [("a.jpg", "Ada")]


def test_media_titles_and_descriptions_are_not_the_entrys_own():
    body = f"""<rss version="2.0" {MEDIA}><channel><item><media:title>file_0017</media:title>
        <media:description>What the picture shows</media:description>
        <title>The title</title><description>The summary</description></item></channel></rss>"""
    entry = read_feed(body.encode(), url=BASE).entries[0]

    assert (entry.title, entry.summary) == ("The title", "The summary")


def test_media_description_serves_an_entry_that_says_nothing_else():
    body = f"""<rss version="2.0" {MEDIA}><channel><item><title>x</title><media:group>
        <media:description>What the *video* shows</media:description></media:group></item></channel></rss>"""

    assert read_feed(body.encode(), url=BASE).entries[0].summary == r"What the \*video\* shows"
