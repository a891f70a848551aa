"""The tables of what people keep and follow."""

from typing import Final

PEOPLE: Final = """
CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: buttons in old messages hold it
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,              -- the name as it is compared (V63)
    description TEXT NOT NULL DEFAULT '',
    public INTEGER NOT NULL DEFAULT 0,
    sort TEXT NOT NULL DEFAULT 'newest'
        CHECK (sort IN ('newest', 'oldest', 'points', 'own')),
    created_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,            -- when a story last came into it
    deleted_at INTEGER                   -- may be taken back for a minute, then it is gone
) STRICT;

CREATE UNIQUE INDEX collection_name ON collection (user_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX collection_public ON collection (user_id) WHERE public = 1 AND deleted_at IS NULL;
CREATE INDEX collection_deleted ON collection (deleted_at) WHERE deleted_at IS NOT NULL;

-- A story in a collection, with all that is needed to show it: it outlives post, feed and server.
CREATE TABLE saved_story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    story_key TEXT NOT NULL,             -- what it is known by: no story is there twice (V63)
    story_id INTEGER,                    -- of this database; NULL for one from a file
    guild_id INTEGER,                    -- where it was met
    place INTEGER NOT NULL,              -- in the owner's own order
    saved_at INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    article TEXT NOT NULL,               -- JSON: link, outlet, author, time, summary, photos
    UNIQUE (collection_id, story_key)
) STRICT;

CREATE INDEX saved_story_story ON saved_story (story_id) WHERE story_id IS NOT NULL;

CREATE TABLE collection_copy (           -- who copied whose, for what is popular
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    copied_at INTEGER NOT NULL,
    PRIMARY KEY (collection_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX collection_copy_user ON collection_copy (user_id);

CREATE TABLE hidden_collection (         -- by the moderators of a server
    guild_id INTEGER NOT NULL,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    hidden_by INTEGER NOT NULL,
    hidden_at INTEGER NOT NULL,
    PRIMARY KEY (collection_id, guild_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX hidden_collection_guild ON hidden_collection (guild_id);

CREATE TABLE follow (
    user_id INTEGER NOT NULL,
    name_key TEXT NOT NULL,              -- the name as it is looked for in stories
    name TEXT NOT NULL,
    followed_at INTEGER NOT NULL,
    PRIMARY KEY (name_key, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_user ON follow (user_id);

CREATE TABLE follower (                  -- people who follow a name, or did
    user_id INTEGER PRIMARY KEY,
    closed_at INTEGER,                   -- when Discord said that their direct messages are closed
    told_at INTEGER                      -- when they were told so
) STRICT;

-- Stories of which a follower is to be told, or was: once each.
CREATE TABLE told (
    user_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'done')),
    not_before INTEGER NOT NULL,
    sending_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX told_user ON told (user_id);
CREATE INDEX told_due ON told (not_before) WHERE state <> 'done';
CREATE INDEX told_post ON told (post_id);
"""
