-- Words with which handsets refuse messages of an account, and permit them again. A row without an account is for all; an account's own row for
-- the same word takes precedence.
CREATE TABLE inbound.keywords (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id BIGINT,
    -- Folded by io.elchi.server.inbound.FirstWord.
    keyword    TEXT NOT NULL CHECK (length(keyword) BETWEEN 1 AND 100),
    -- BCP 47; for people only.
    language   TEXT NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
    -- none: the word means nothing for this account.
    action     TEXT NOT NULL CHECK (action IN ('opt_out', 'opt_in', 'none')),
    -- The answer when it changed something; NULL: none.
    reply      TEXT CHECK (length(reply) BETWEEN 1 AND 1000),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (keyword, account_id)
);
CREATE INDEX keywords_account ON inbound.keywords (account_id);
CALL audit.watch('inbound.keywords', 'id', '', '');

INSERT INTO inbound.keywords (keyword, language, action) VALUES
    ('stop', 'en', 'opt_out'), ('unsubscribe', 'en', 'opt_out'), ('start', 'en', 'opt_in'), ('unstop', 'en', 'opt_in'),
    ('стоп', 'ru', 'opt_out'), ('отписка', 'ru', 'opt_out'), ('старт', 'ru', 'opt_in'),
    ('to''xta', 'uz-Latn', 'opt_out'), ('toxta', 'uz-Latn', 'opt_out'), ('boshla', 'uz-Latn', 'opt_in'),
    ('тўхта', 'uz-Cyrl', 'opt_out'), ('тухта', 'uz-Cyrl', 'opt_out'), ('бошла', 'uz-Cyrl', 'opt_in');

-- Answers to handsets, at most one for a message. The transaction that makes the message complete writes the row, and a job sends it.
CREATE TABLE inbound.replies (
    -- Of the message that it answers.
    message_id UUID NOT NULL,
    account_id BIGINT NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('route', 'opt_out', 'opt_in')),
    recipient  TEXT NOT NULL,
    sender     TEXT NOT NULL,
    content    TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'suppressed')),
    attempts   INT NOT NULL DEFAULT 0,
    -- Time of the next attempt; NULL: there is none.
    due        TIMESTAMPTZ,
    -- Code of the last refusal, or why nothing was sent.
    reason     TEXT,
    -- The message that was sent.
    sent_id    UUID,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at   TIMESTAMPTZ,
    PRIMARY KEY (message_id)
) PARTITION BY RANGE (message_id);
CREATE INDEX replies_due ON inbound.replies (due) WHERE due IS NOT NULL;
CREATE INDEX replies_account ON inbound.replies (account_id, message_id);

-- How many answers a handset got, and how often it sent the same text, by digests.
CREATE TABLE inbound.reply_counts (
    key   BYTEA PRIMARY KEY CHECK (octet_length(key) = 32),
    count INT NOT NULL,
    -- From then on it counts from the beginning.
    until TIMESTAMPTZ NOT NULL
);
CREATE INDEX reply_counts_until ON inbound.reply_counts (until);
