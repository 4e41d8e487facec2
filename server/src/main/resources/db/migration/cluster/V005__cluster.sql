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
