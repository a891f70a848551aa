"""The tables of posts: what goes, or went, into which channel."""

from typing import Final

POSTS: Final = """
CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    subscription_id INTEGER REFERENCES subscription (id) ON DELETE SET NULL,
    joined_to INTEGER REFERENCES post (id),  -- the post whose card tells this story too, instead
    digest_id INTEGER REFERENCES post (id) ON DELETE SET NULL,  -- the digest card that lists it, instead
    -- Random for each row: with a restored copy of the file, ids come a second time.
    salt TEXT NOT NULL DEFAULT (lower(hex(randomblob(3)))),
    nonce TEXT NOT NULL GENERATED ALWAYS AS (salt || '-' || id) VIRTUAL,
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('waiting', 'pending', 'sending', 'sent', 'held', 'dropped')),
    message_id INTEGER,
    thread_id INTEGER,                   -- the thread that its message began in a forum
    -- The channel, or the thread, that the message is in: where it is edited and reacted to.
    place_id INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(thread_id, channel_id)) VIRTUAL,
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
    revision INTEGER NOT NULL DEFAULT 0,  -- counts what became of all else that a card is edited for
    shown_revision INTEGER NOT NULL DEFAULT 0,
    edit_at INTEGER,                     -- when to bring the card up to date, or to take it down
    edited_at INTEGER,
    edit_tries INTEGER NOT NULL DEFAULT 0,
    crossposted INTEGER NOT NULL DEFAULT 0,
    talk_at INTEGER,                     -- when to start a thread for talk under it
    talk_tries INTEGER NOT NULL DEFAULT 0,
    publish_at INTEGER,                  -- when to publish it to those who follow the channel
    publish_tries INTEGER NOT NULL DEFAULT 0,
    error TEXT
) STRICT;

CREATE UNIQUE INDEX post_once ON post (channel_id, story_id) WHERE joined_to IS NULL;
CREATE INDEX post_channel ON post (channel_id);
CREATE UNIQUE INDEX post_nonce ON post (nonce);
CREATE INDEX post_pending ON post (channel_id, id) WHERE state = 'pending';
CREATE INDEX post_sending ON post (channel_id, id) WHERE state = 'sending';
CREATE INDEX post_held ON post (guild_id, id) WHERE state = 'held';
CREATE INDEX post_stuck ON post (guild_id, channel_id)
    WHERE error IS NOT NULL AND state IN ('pending', 'sending');
CREATE INDEX post_waiting ON post (subscription_id, id) WHERE state = 'waiting';
CREATE INDEX post_unreacted ON post (reaction_not_before, id)
    WHERE state = 'sent' AND reacted_at IS NULL;
CREATE INDEX post_unmended ON post (mend_at, id) WHERE mend_at IS NOT NULL;
CREATE INDEX post_thread ON post (thread_id) WHERE thread_id IS NOT NULL;
CREATE INDEX post_untalked ON post (talk_at) WHERE talk_at IS NOT NULL;
CREATE INDEX post_unpublished ON post (publish_at) WHERE publish_at IS NOT NULL;

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
-- All that Related asks of a post, so that it reads no row; SQLite wants what is always the same, too.
CREATE INDEX post_told ON post
    (article_id, guild_id, channel_id, sent_at, story_id, state, joined_to, deleted_at)
    WHERE state = 'sent' AND joined_to IS NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX post_message ON post (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX post_recount ON post (recount_state, recount_at) WHERE recount_state IS NOT NULL;
CREATE INDEX post_unshown ON post (edit_at) WHERE edit_at IS NOT NULL;
CREATE INDEX post_recent ON post (sent_at) WHERE state = 'sent';
CREATE INDEX post_digest ON post (digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX post_joined ON post (joined_to) WHERE joined_to IS NOT NULL;

-- What other outlets reported on the news of a post: its card names them (D12).
CREATE TABLE report (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX report_article ON report (article_id);

-- Which posts tell an article: as their own, or as another outlet's report.
CREATE VIEW telling AS
    SELECT article_id, id AS post_id FROM post WHERE joined_to IS NULL
    UNION ALL
    SELECT article_id, post_id FROM report;

CREATE TABLE channel_rule (              -- of channels whose moderators chose other than the defaults
    channel_id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    joins INTEGER NOT NULL               -- 0 where each outlet's article is posted by itself
) STRICT;
"""
