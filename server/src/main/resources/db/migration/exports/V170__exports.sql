CREATE SCHEMA exports;

-- Lists as files, made in the background by one process at a time.
CREATE TABLE exports.jobs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  BIGINT NOT NULL,
    -- Made by the platform's staff, of the lists of all accounts.
    of_platform BOOLEAN NOT NULL,
    kind        TEXT NOT NULL,
    format      TEXT NOT NULL,
    -- Fields of the list's query, as they were written.
    filter      JSONB NOT NULL,
    state       TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'failed', 'canceled')),
    -- Of the file until now; the place in the list behind them.
    rows        BIGINT NOT NULL DEFAULT 0,
    octets      BIGINT NOT NULL DEFAULT 0,
    cursor      TEXT,
    -- false: a limit ended the file before its list.
    complete    BOOLEAN NOT NULL DEFAULT true,
    problem     TEXT,
    -- The runner has it until then; grows with each runner; runners since the last progress.
    lease_until TIMESTAMPTZ,
    epoch       INT NOT NULL DEFAULT 0,
    tries       INT NOT NULL DEFAULT 0,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    canceled_at TIMESTAMPTZ,
    ended_at    TIMESTAMPTZ,
    expires_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX jobs_account ON exports.jobs (account_id, id);
CREATE INDEX jobs_running ON exports.jobs (id) WHERE state = 'running';
CREATE INDEX jobs_expire ON exports.jobs (expires_at);
CALL audit.watch('exports.jobs', 'id', '', 'state,rows,octets,cursor,complete,problem,lease_until,epoch,tries,ended_at');

-- The files, in pieces: `first` is the place of a piece's first octet.
CREATE TABLE exports.chunks (
    job_id BIGINT NOT NULL REFERENCES exports.jobs (id) ON DELETE CASCADE,
    first  BIGINT NOT NULL,
    octets BYTEA NOT NULL,
    PRIMARY KEY (job_id, first)
);
