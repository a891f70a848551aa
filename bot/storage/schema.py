"""The tables, as the list of migrations that make them.

A migration that was released is never changed; the next one is added at the end. Times and lengths
of time are microseconds (see value.py), ids of servers, channels, users and messages are Discord's.
"""

from __future__ import annotations

from typing import Final

APPLICATION: Final = 0x4E657773
"""``PRAGMA application_id`` of a database of ours: "News"."""

_FIRST = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,            -- one row for all spellings of the URL (D14)
    host TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    site TEXT,
    language TEXT,
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'gone')),
    etag BLOB,
    last_modified BLOB,
    body_hash BLOB,
    next_check_at INTEGER NOT NULL,
    interval INTEGER NOT NULL,
    ttl INTEGER,
    skip_hours TEXT NOT NULL DEFAULT '[]',
    last_checked_at INTEGER,
    last_success_at INTEGER,
    last_full_at INTEGER,
    baseline_at INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    last_error TEXT,
    moved_to TEXT,
    moved_polls INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX feed_due ON feed (next_check_at, id) WHERE state = 'active';

CREATE TABLE host (
    host TEXT PRIMARY KEY,
    not_before INTEGER NOT NULL          -- no request before then (S34)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo_host (
    host TEXT PRIMARY KEY,
    refused_at INTEGER NOT NULL          -- gave no photo to one who did not name its page
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: buttons in old messages hold it
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    feed_id INTEGER REFERENCES feed (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    link TEXT,
    outlet TEXT NOT NULL,
    digest INTEGER NOT NULL DEFAULT 0,   -- how many stories it only lists, 0 for a real article
    author TEXT,
    published_at INTEGER,
    summary TEXT NOT NULL DEFAULT '',
    sources TEXT NOT NULL DEFAULT '[]',   -- pairs of name and link
    language TEXT,
    categories TEXT NOT NULL DEFAULT '[]',
    sensitive INTEGER NOT NULL DEFAULT 0,
    first_seen_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    note TEXT                            -- why it was recorded and not posted
) STRICT;

CREATE INDEX article_story ON article (story_id);
CREATE INDEX article_feed ON article (feed_id, published_at);
CREATE INDEX article_newest ON article (feed_id, coalesce(published_at, first_seen_at), id);

CREATE TABLE photo (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    credit TEXT,
    role TEXT,                           -- of who is credited
    caption TEXT,
    alt TEXT,
    width INTEGER,
    height INTEGER,
    fallbacks TEXT NOT NULL DEFAULT '[]',  -- URLs of other versions, best first
    sensitive INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_key (
    kind TEXT NOT NULL,
    feed_id INTEGER NOT NULL,            -- the feed in which the key holds, 0 for everywhere
    value TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, feed_id, value, article_id)  -- several articles may share a key (D15, L18)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_key_article ON article_key (article_id);

CREATE TABLE seen (
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    fingerprint BLOB NOT NULL,
    article_id INTEGER REFERENCES article (id) ON DELETE SET NULL,
    last_seen_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_article ON seen (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    backlog INTEGER NOT NULL DEFAULT 1,
    spoiler_words TEXT NOT NULL DEFAULT '[]',
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
    problem TEXT,
    problem_since INTEGER,
    UNIQUE (feed_id, channel_id)
) STRICT;

CREATE INDEX subscription_guild ON subscription (guild_id);
CREATE INDEX subscription_channel ON subscription (channel_id);

CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    subscription_id INTEGER REFERENCES subscription (id) ON DELETE SET NULL,
    -- Random for each row: with a restored copy of the file, ids come a second time.
    salt TEXT NOT NULL DEFAULT (lower(hex(randomblob(3)))),
    nonce TEXT NOT NULL GENERATED ALWAYS AS (salt || '-' || id) VIRTUAL,
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'sent', 'held', 'dropped')),
    message_id INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    plainness INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sending_at INTEGER,
    sent_at INTEGER,
    reacted_at INTEGER,
    reaction_attempts INTEGER NOT NULL DEFAULT 0,
    reaction_not_before INTEGER NOT NULL DEFAULT 0,
    files TEXT NOT NULL DEFAULT '{}',    -- by photo URL: the uploaded file; null where left out
    mend_at INTEGER,                     -- when to see whether Discord loaded the photos
    mend_looks INTEGER NOT NULL DEFAULT 0,
    up_emoji TEXT,                       -- its vote, as it was put under the message
    down_emoji TEXT,
    former_up TEXT,                      -- a vote too: the one that is gone (V59)
    former_down TEXT,
    deleted_at INTEGER,                  -- the message is gone; its votes stay (M53)
    recount_state TEXT CHECK (recount_state IN ('compare', 'differs', 'unsure')),
    recount_at INTEGER,                  -- when Discord may be asked; set together with the state
    recount_tries INTEGER NOT NULL DEFAULT 0,
    doubted_at INTEGER,                  -- since then we are told of all that happens
    recounted_at INTEGER,                -- when its reactions were last known to be Discord's
    shown_points INTEGER,                -- on the card; NULL as long as it names none
    edit_at INTEGER,                     -- when to bring the card's points up to date
    edited_at INTEGER,
    edit_tries INTEGER NOT NULL DEFAULT 0,
    crossposted INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (channel_id, story_id)
) STRICT;

CREATE UNIQUE INDEX post_nonce ON post (nonce);
CREATE INDEX post_pending ON post (channel_id, id) WHERE state = 'pending';
CREATE INDEX post_sending ON post (channel_id, id) WHERE state = 'sending';
CREATE INDEX post_unreacted ON post (reaction_not_before, id)
    WHERE state = 'sent' AND reacted_at IS NULL;
CREATE INDEX post_unmended ON post (mend_at, id) WHERE mend_at IS NOT NULL;

-- What each channel gets next: first it must be known what became of a post in "sending".
CREATE VIEW next_post AS
    SELECT channel_id, min(id) AS post_id, not_before
    FROM post WHERE state = 'sending' GROUP BY channel_id
    UNION ALL
    SELECT channel_id, min(id), not_before
    FROM post
    WHERE state = 'pending'
        AND channel_id NOT IN (SELECT channel_id FROM post WHERE state = 'sending')
    GROUP BY channel_id;

CREATE INDEX post_guild ON post (guild_id, state, sent_at);
CREATE INDEX post_subscription ON post (subscription_id, state, sent_at);
CREATE INDEX post_story ON post (story_id, guild_id);
CREATE INDEX post_article ON post (article_id);
CREATE UNIQUE INDEX post_message ON post (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX post_recount ON post (recount_state, recount_at) WHERE recount_state IS NOT NULL;
CREATE INDEX post_unshown ON post (edit_at) WHERE edit_at IS NOT NULL;
CREATE INDEX post_recent ON post (sent_at) WHERE state = 'sent';

CREATE TABLE vote_rule (                 -- of servers whose moderators chose other than the defaults
    guild_id INTEGER PRIMARY KEY,
    up_emoji TEXT NOT NULL,
    down_emoji TEXT NOT NULL,
    min_account_age INTEGER NOT NULL,
    min_membership INTEGER NOT NULL,
    most_toggles INTEGER NOT NULL
) STRICT;

-- Discord's reactions with a vote emoji, one row for each that is there.
CREATE TABLE reaction (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    emoji TEXT NOT NULL,                 -- as Discord names it; of a custom one, its id
    value INTEGER NOT NULL CHECK (value IN (1, -1)),
    counts INTEGER NOT NULL,             -- 0 for bots and those whom the server leaves out (V58)
    at INTEGER NOT NULL,
    take_away_at INTEGER,                -- when to try to take it away at Discord (V60)
    PRIMARY KEY (post_id, user_id, emoji)
) STRICT, WITHOUT ROWID;

CREATE INDEX reaction_user ON reaction (user_id);
CREATE INDEX reaction_unwanted ON reaction (take_away_at) WHERE take_away_at IS NOT NULL;

-- What follows from the reactions: of each person the newest on any post of the story (V60, V62).
CREATE TABLE vote (
    guild_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    value INTEGER NOT NULL CHECK (value IN (1, -1)),
    at INTEGER NOT NULL,
    PRIMARY KEY (story_id, guild_id, user_id)
) STRICT, WITHOUT ROWID;


-- A person's votes are found by reaction_user: an index of its own would cost each vote more.

-- What follows from the votes.
CREATE TABLE score (
    guild_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    ups INTEGER NOT NULL,
    downs INTEGER NOT NULL,
    points INTEGER NOT NULL GENERATED ALWAYS AS (ups - downs) VIRTUAL,
    posted_at INTEGER NOT NULL,          -- first in this server
    best REAL NOT NULL,                  -- see domain/ranking.py
    hot REAL NOT NULL,
    PRIMARY KEY (story_id, guild_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX score_best ON score (guild_id, best);
CREATE INDEX score_hot ON score (guild_id, hot);
CREATE INDEX score_posted ON score (guild_id, posted_at);

-- People who had what is known of them deleted: reactions of theirs that are still at Discord are
-- not read again. A keyed hash, so that it names nobody to whom the key is not known.
CREATE TABLE forgotten (
    person BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
    guild_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    weekday INTEGER NOT NULL,            -- 0 is Monday
    hour INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'off')),
    salt TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)))),  -- random for each setting, for nonces
    next_at INTEGER NOT NULL,            -- the moment that the next one is planned for
    not_before INTEGER NOT NULL,         -- when it may be tried: later than that after a failure
    sending_at INTEGER,                  -- when a try began of which it is not known what became
    attempts INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER,                     -- the moment that the last one was planned for
    error TEXT                           -- why the last try failed, or why it is off
) STRICT;

CREATE INDEX digest_due ON digest (not_before) WHERE state = 'on';
"""

MIGRATIONS: Final = (_FIRST,)
