"""The tables of the moderators' desk: what a server set, what was told, who changed what."""

from typing import Final

DESK: Final = """
CREATE TABLE server (                    -- of servers whose moderators chose other than the defaults
    guild_id INTEGER PRIMARY KEY,
    time_zone TEXT NOT NULL,
    language TEXT,
    notice_channel_id INTEGER,
    manager_roles TEXT NOT NULL
) STRICT;

CREATE TABLE audit (                     -- who changed what, and when
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE INDEX audit_guild ON audit (guild_id, id);
CREATE INDEX audit_old ON audit (guild_id, at);
CREATE INDEX audit_user ON audit (user_id);

-- What moderators are told of, once for each change of state.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,            -- the feed, subscription or channel that it is about
    detail TEXT NOT NULL DEFAULT '{}',
    salt TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)))),
    since INTEGER NOT NULL,
    ended_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'told', 'dropped')),
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,
    error TEXT
) STRICT;

CREATE UNIQUE INDEX notice_once ON notice (guild_id, kind, subject) WHERE ended_at IS NULL;
CREATE INDEX notice_due ON notice (not_before, id) WHERE state IN ('pending', 'sending');

-- What the filters of a subscription kept out, and which of them.
CREATE TABLE left_out (
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (subscription_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX left_out_article ON left_out (article_id);
"""
