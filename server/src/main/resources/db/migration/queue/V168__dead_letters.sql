SET LOCAL lock_timeout = '5s';

-- How often it could not be settled.
ALTER TABLE queue.inbox ADD COLUMN attempts SMALLINT NOT NULL DEFAULT 0;

-- Abandoned rows of the inbox. Columns as there.
CREATE TABLE queue.dead_letters (
    id       UUID PRIMARY KEY,
    shard    BIGINT NOT NULL,
    kind     SMALLINT NOT NULL,
    payload  BYTEA NOT NULL,
    put_at   TIMESTAMPTZ NOT NULL,
    attempts SMALLINT NOT NULL,
    reason   TEXT NOT NULL,
    died_at  TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX dead_letters_died ON queue.dead_letters (died_at, id);
CALL audit.watch('queue.dead_letters', 'id', 'payload', '');
