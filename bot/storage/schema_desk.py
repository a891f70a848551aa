"""The tables of the moderators' desk: what a server set, what was told, who changed what."""

from typing import Final

DESK: Final = """
CREATE TABLE server (                    -- of servers whose moderators chose other than the defaults
    guild_id INTEGER PRIMARY KEY,
    time_zone TEXT NOT NULL,
    language TEXT,
    notice_channel_id INTEGER,
    manager_roles TEXT NOT NULL,
    notice_problem TEXT,                 -- why nothing can be told there, and when to try again
    notice_retry_at INTEGER
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
    subject INTEGER NOT NULL,            -- the feed or channel that it is about
    detail TEXT NOT NULL DEFAULT '{}',
    salt TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)))),
    since INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,                        -- how the state ended
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'told', 'dropped')),
    bundle INTEGER,                      -- the first of the notices that one message tells
    not_before INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    sending_at INTEGER,
    channel_id INTEGER,                  -- where its message is
    message_id INTEGER,
    edit_at INTEGER,                     -- when to bring the message up to date
    act TEXT,                            -- what a moderator did about it
    error TEXT
) STRICT;

CREATE UNIQUE INDEX notice_once ON notice (guild_id, kind, subject) WHERE ended_at IS NULL;
CREATE INDEX notice_due ON notice (guild_id, not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX notice_edit ON notice (edit_at) WHERE edit_at IS NOT NULL;
CREATE INDEX notice_bundle ON notice (bundle) WHERE bundle IS NOT NULL;
CREATE INDEX notice_ended ON notice (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE departure (                 -- of servers that threw the bot out, or that are gone
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER NOT NULL
) STRICT;

-- What the filters of a subscription kept out, and which of them.
CREATE TABLE left_out (
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (subscription_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX left_out_article ON left_out (article_id);
CREATE INDEX left_out_at ON left_out (at);

-- The filter that was tried last for a subscription, to be saved or not.
CREATE TABLE tried_filter (
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    must TEXT NOT NULL,
    must_not TEXT NOT NULL,
    PRIMARY KEY (subscription_id)
) STRICT, WITHOUT ROWID;
"""
