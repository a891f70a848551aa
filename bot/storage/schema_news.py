"""The tables of feeds, articles and their words."""

from typing import Final

NEWS: Final = """
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
    moved_polls INTEGER NOT NULL DEFAULT 0,
    moved_from TEXT,                     -- its former address, and since when it is the former
    moved_at INTEGER
) STRICT;

CREATE INDEX feed_due ON feed (next_check_at, id) WHERE state = 'active';
CREATE INDEX feed_troubled ON feed (id)
    WHERE failing_since IS NOT NULL OR state = 'gone' OR moved_at IS NOT NULL;

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
    settings TEXT NOT NULL DEFAULT '{}',  -- see domain/setting.py
    former TEXT,                         -- settings and spoiler words before the last change
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
    state_at INTEGER,                    -- since when it is paused or disabled
    removed_at INTEGER,                  -- for a minute the removal can be taken back
    release_at INTEGER,                  -- when to see which of its posts need wait no longer
    problem TEXT,
    problem_since INTEGER,
    side_problem TEXT,                   -- what can't be done beside the posting, as starting threads
    side_problem_since INTEGER,
    UNIQUE (feed_id, channel_id)
) STRICT;

CREATE INDEX subscription_guild ON subscription (guild_id);
CREATE INDEX subscription_channel ON subscription (channel_id);
CREATE INDEX subscription_release ON subscription (release_at) WHERE release_at IS NOT NULL;
CREATE INDEX subscription_disabled ON subscription (state_at) WHERE state = 'disabled';
CREATE INDEX subscription_troubled ON subscription (guild_id, channel_id)
    WHERE problem IS NOT NULL OR state = 'disabled';
CREATE INDEX subscription_removed ON subscription (removed_at) WHERE removed_at IS NOT NULL;

-- The words of each article, by its id, as domain/term.py cuts them: one blank between two, so that
-- the tokenizer has nothing left to decide (Korean and Japanese come as pairs of characters).
CREATE VIRTUAL TABLE article_text USING fts5 (
    title, names, body,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

CREATE TABLE term (                      -- how common each word is
    term TEXT PRIMARY KEY,
    articles INTEGER NOT NULL            -- that have it in title or names
) STRICT, WITHOUT ROWID;
"""
