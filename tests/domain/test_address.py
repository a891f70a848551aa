"""Addresses as people give them, and where their feeds are."""

from __future__ import annotations

import pytest

from bot.domain.address import locate, nothing_at
from bot.domain.error import UserError

VIDEOS = "https://www.youtube.com/feeds/videos.xml"
CHANNEL = "UCuPivVjnfNo4mb3Oog_frZg"

KNOWN = {
    f"https://www.youtube.com/channel/{CHANNEL}": f"{VIDEOS}?channel_id={CHANNEL}",
    f"m.youtube.com/channel/{CHANNEL}/videos?view=0": f"{VIDEOS}?channel_id={CHANNEL}",
    "youtube.com/user/a24films": f"{VIDEOS}?user=a24films",
    "https://www.youtube.com/playlist?list=PLabc-_1": f"{VIDEOS}?playlist_id=PLabc-_1",
    "https://www.youtube.com/watch?v=x&list=PLabc": f"{VIDEOS}?playlist_id=PLabc",
    "r/movies": "https://www.reddit.com/r/movies/.rss",
    " /r/TrueFilm/ ": "https://www.reddit.com/r/TrueFilm/.rss",
    "reddit.com/r/movies": "https://www.reddit.com/r/movies/.rss",
    "https://old.reddit.com/r/movies+horror/": "https://www.reddit.com/r/movies+horror/.rss",
    "https://www.reddit.com/r/movies/new/": "https://www.reddit.com/r/movies/new/.rss",
    "https://www.reddit.com/r/movies/top/?t=week": "https://www.reddit.com/r/movies/top/.rss?t=week",
    "https://www.reddit.com/r/movies/comments/1a/x/": "https://www.reddit.com/r/movies/.rss",
    "u/somebody": "https://www.reddit.com/user/somebody/.rss",
    "letterboxd.com/dave": "https://letterboxd.com/dave/rss/",
    "https://letterboxd.com/dave/films/diary/": "https://letterboxd.com/dave/rss/",
    "https://medium.com/@somebody/a-story-12ab": "https://medium.com/feed/@somebody",
    "medium.com/the-outtake": "https://medium.com/feed/the-outtake",
    "reel.substack.com/p/a-story": "https://reel.substack.com/feed",
    "https://substack.com/@reel": "https://reel.substack.com/feed",
    "bsky.app/profile/indiewire.com": "https://bsky.app/profile/indiewire.com/rss",
    "https://bsky.app/profile/did:plc:abc/post/1": "https://bsky.app/profile/did:plc:abc/rss",
    "@reel@film.example": "https://film.example/@reel.rss",
    "https://film.example/@reel/1234": "https://film.example/@reel.rss",
    "www.tumblr.com/some-blog/1234": "https://some-blog.tumblr.com/rss",
    "some-blog.tumblr.com": "https://some-blog.tumblr.com/rss",
    "vimeo.com/somebody": "https://vimeo.com/somebody/videos/rss",
    "https://vimeo.com/channels/staffpicks": "https://vimeo.com/channels/staffpicks/videos/rss",
    "github.com/film/tool/releases": "https://github.com/film/tool/releases.atom",
}


@pytest.mark.parametrize("typed", KNOWN)
def test_known_places_have_their_feed_at_a_known_address(typed: str):
    assert locate(typed).feed == KNOWN[typed]


@pytest.mark.parametrize(
    "typed",
    [
        "variety.com",
        "youtube.com/@neonrated",  # its page announces the feed
        "https://www.youtube.com/c/A24",
        f"{VIDEOS}?channel_id={CHANNEL}",
        "https://www.reddit.com/r/movies/.rss",
        "https://letterboxd.com/dave/rss/",
        "https://letterboxd.com/journal/",
        "https://letterboxd.com/film/parasite-2019/",
        "https://vimeo.com/76979871",
        "https://medium.com/tag/film",
        "https://notreddit.com/r/movies",
        "https://reel.example/?url=youtube.com/user/x",
    ],
)
def test_other_pages_are_asked_themselves(typed: str):
    assert locate(typed).feed is None


def test_the_page_that_was_meant_is_kept():
    assert locate("letterboxd.com/dave").url == "https://letterboxd.com/dave"


@pytest.mark.parametrize(
    "typed", ["x.com/THR", "https://www.instagram.com/a24", "m.facebook.com/x"]
)
def test_sites_without_feeds_are_named(typed: str):
    with pytest.raises(UserError, match="offers no feeds"):
        locate(typed)


@pytest.mark.parametrize("typed", ["", "film news", "javascript:alert(1)", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(typed: str):
    with pytest.raises(UserError):
        locate(typed)


def test_a_youtube_channel_without_a_feed_is_explained():
    assert "Copy channel ID" in str(nothing_at(locate("youtube.com/@neonrated")))
