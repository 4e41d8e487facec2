CREATE SCHEMA events;

-- Events that somebody subscribes to, written in the transaction of what they tell, kept for some days. `id` ascends in
-- the order of writing; a reader goes by it up to the horizon that io.elchi.server.events.Horizon finds.
CREATE SEQUENCE events.log_ids;
CREATE TABLE events.log (
    id         BIGINT NOT NULL DEFAULT nextval('events.log_ids'),
    account_id BIGINT NOT NULL,
    type       TEXT NOT NULL,
    -- The message that it is about; NULL: it is about none.
    message_id UUID,
    at         TIMESTAMPTZ NOT NULL,
    -- JSON, the `data` of the event.
    data       TEXT NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX log_id ON events.log (id);
CREATE INDEX log_account ON events.log (account_id, id);

-- With this key the ids that clients see are made of those of the log, which count over all accounts.
CREATE TABLE events.id_keys (
    key BYTEA NOT NULL CHECK (octet_length(key) = 16)
);
INSERT INTO events.id_keys (key) SELECT substring(sha256(gen_random_uuid()::text::bytea || gen_random_uuid()::text::bytea)
    FROM 1 FOR 16);

-- How far each subscriber is: everything up to this id is accepted, dead, or waits for a retry of its own.
CREATE TABLE events.cursors (
    subscriber TEXT PRIMARY KEY,
    id         BIGINT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);

-- Types of events that an account asks for by GET /v1/events: they are written for it, until it asks no more for some days.
CREATE TABLE events.pulls (
    account_id BIGINT NOT NULL,
    type       TEXT NOT NULL,
    pulled_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, type)
);
CALL elchi.log_changed_rows('events.pulls', 'events', 'account_id', 'type');
