CREATE SCHEMA entrances;

-- Messages whose results a client of Jasmin or Kannel wants at an address: written with the message, removed with its final state.
CREATE TABLE entrances.callbacks (
    message_id UUID PRIMARY KEY,
    account_id BIGINT NOT NULL,
    login_id   BIGINT NOT NULL,
    protocol   TEXT NOT NULL CHECK (protocol IN ('jasmin', 'kannel')),
    url        TEXT NOT NULL CHECK (octet_length(url) BETWEEN 1 AND 1024),
    -- Whether parameters are posted as a form, rather than added to the query.
    posts      BOOLEAN NOT NULL,
    -- dlr-level of Jasmin, dlr-mask of Kannel.
    wanted     INT NOT NULL,
    -- Whether the request about the submission was made.
    submitted  BOOLEAN NOT NULL DEFAULT false,
    created_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX callbacks_created ON entrances.callbacks (created_at);

-- Requests that wait until an address accepts them, or until they are dropped. The events of a message go in their order.
CREATE TABLE entrances.requests (
    -- The message, or one of a handset; an id of its own for a destination of a batch that was refused.
    message_id UUID NOT NULL,
    login_id   BIGINT NOT NULL,
    -- Of the event in the log that it tells; 0: of none.
    event_id   BIGINT NOT NULL,
    -- An event may be told by two requests, one after the other.
    step       INT NOT NULL,
    account_id BIGINT NOT NULL,
    protocol   TEXT NOT NULL CHECK (protocol IN ('jasmin', 'jasmin_batch', 'kannel')),
    -- Name and port of the address, in lower case.
    host       TEXT NOT NULL,
    url        TEXT NOT NULL,
    -- A form; NULL: it is a GET.
    form       TEXT,
    attempts   INT NOT NULL DEFAULT 0,
    due        TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (message_id, login_id, event_id, step)
) WITH (fillfactor = 80);
CREATE INDEX requests_host ON entrances.requests (host, due);
CREATE INDEX requests_created ON entrances.requests (created_at);
