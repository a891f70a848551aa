"""The tables of votes, and of what follows from them."""

from typing import Final

VOTES: Final = """
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
