-- Which account a message from a handset belongs to, when a number is shared. A column that is NULL is for any value. The lowest priority
-- wins, see io.elchi.server.inbound.InboundOwners.
CREATE TABLE inbound.routes (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number      TEXT CHECK (number ~ '^[0-9]{1,20}$'),
    operator_id BIGINT,
    -- First digits of the handset's number.
    source      TEXT CHECK (source ~ '^[0-9]{1,15}$'),
    -- The first word of the text, folded by io.elchi.server.inbound.FirstWord.
    keyword     TEXT CHECK (length(keyword) BETWEEN 1 AND 100),
    -- Of each day, UTC; over midnight when the first is the later one.
    from_time   TIME,
    until_time  TIME,
    priority    INT NOT NULL DEFAULT 100 CHECK (priority BETWEEN 1 AND 1000),
    account_id  BIGINT NOT NULL,
    -- The answer to the handset, and its sender id; NULL: none, and the number that the handset wrote to.
    reply       TEXT CHECK (length(reply) BETWEEN 1 AND 1000),
    reply_from  TEXT CHECK (length(reply_from) BETWEEN 1 AND 20),
    active      BOOLEAN NOT NULL DEFAULT TRUE,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK ((from_time IS NULL) = (until_time IS NULL)),
    CHECK (from_time <> until_time),
    UNIQUE NULLS NOT DISTINCT (number, keyword, operator_id, source, from_time, until_time, priority)
);
CREATE INDEX routes_account ON inbound.routes (account_id);

CALL audit.watch('inbound.routes', 'id', '', 'updated_at');
