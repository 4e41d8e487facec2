CREATE SCHEMA cluster;

-- One row a lease. A row that is updated every two seconds: it is kept small and its page half empty.
CREATE TABLE cluster.leases (
    name   TEXT PRIMARY KEY,
    -- The key of its advisory lock, which settling transactions share and a takeover has alone.
    number INT GENERATED ALWAYS AS IDENTITY,
    -- The process that has it, or had it last.
    owner  UUID,
    -- Grows with each new owner: a transaction of an old owner fails by it.
    epoch  BIGINT NOT NULL DEFAULT 0,
    until  TIMESTAMPTZ NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 20);

-- One row a process. It removes its row at an orderly end; a job deletes those that nobody removed.
CREATE TABLE cluster.processes (
    id          UUID PRIMARY KEY,
    roles       TEXT[] NOT NULL,
    -- Host and port of its HTTP.
    address     TEXT NOT NULL,
    version     TEXT NOT NULL,
    -- Of the settings that all processes of the database must have the same values of.
    config_hash TEXT NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    seen_at     TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    draining    BOOLEAN NOT NULL DEFAULT false
) WITH (fillfactor = 50);

-- One row: what is the database's own.
CREATE TABLE cluster.database (
    one  BOOLEAN PRIMARY KEY DEFAULT true CHECK (one),
    -- Goes into config_hash, which covers secrets.
    salt TEXT NOT NULL DEFAULT gen_random_uuid()::TEXT
);
INSERT INTO cluster.database DEFAULT VALUES;
