CREATE SCHEMA inbound;

-- Messages from handsets (MO). `messages.received_sms` had each part by itself, and a part twice that an operator sent
-- again: servers of an earlier release still write it, this one does not.

-- Numbers that belong to an account: short codes, long numbers. A row without an operator is for every operator; one with
-- an operator takes precedence, since operators give the same short code to different clients.
CREATE TABLE inbound.numbers (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number      TEXT NOT NULL CHECK (number ~ '^[0-9]{1,20}$'),
    operator_id BIGINT,
    account_id  BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (number, operator_id)
);
CREATE INDEX numbers_account ON inbound.numbers (account_id);

-- What an operator may send once more: the digest of a deliver_sm's natural key, see io.elchi.server.inbound.NaturalKey.
-- The unique key makes two processes that get the same deliver_sm store it once.
CREATE TABLE inbound.resend_keys (
    key   BYTEA PRIMARY KEY CHECK (octet_length(key) = 32),
    -- From then on the same is a new message.
    until TIMESTAMPTZ NOT NULL
);
CREATE INDEX resend_keys_until ON inbound.resend_keys (until);

-- One row a message. Partitions are days of the first part, by the time in the id.
CREATE TABLE inbound.messages (
    id                  UUID NOT NULL,
    -- NULL: nobody owned the number when the first part came.
    account_id          BIGINT,
    operator_id         BIGINT NOT NULL,
    msisdn              TEXT NOT NULL,
    msisdn_ton          SMALLINT NOT NULL,
    msisdn_npi          SMALLINT NOT NULL,
    destination         TEXT NOT NULL,
    destination_ton     SMALLINT NOT NULL,
    destination_npi     SMALLINT NOT NULL,
    -- See io.elchi.server.inbound.InboundState.
    state               SMALLINT NOT NULL,
    -- NULL: it waits for parts, or its octets are no text.
    content             TEXT,
    parts               SMALLINT NOT NULL,
    parts_received      SMALLINT NOT NULL,
    -- The operator's own id of the first part; NULL: it gave none.
    operator_message_id TEXT,
    received_at         TIMESTAMPTZ NOT NULL,
    -- When it became complete, or incomplete; NULL: it waits for parts.
    ended_at            TIMESTAMPTZ,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX messages_account ON inbound.messages (account_id, id);
CREATE INDEX messages_msisdn ON inbound.messages (msisdn, id);

-- The deliver_sm of a message, as they came.
CREATE TABLE inbound.parts (
    message_id  UUID NOT NULL,
    part        SMALLINT NOT NULL,
    esm_class   SMALLINT NOT NULL,
    data_coding SMALLINT NOT NULL,
    -- The user data with its header.
    octets      BYTEA,
    -- The text of this part alone, of a message of several parts.
    content     TEXT,
    -- All TLVs as on the wire, and what deviated from the specification.
    tlvs        BYTEA,
    defects     TEXT,
    received_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (message_id, part)
) PARTITION BY RANGE (message_id);

-- Messages that wait for further parts, by what their parts have in common.
CREATE TABLE inbound.waiting (
    key        BYTEA PRIMARY KEY CHECK (octet_length(key) = 32),
    message_id UUID NOT NULL,
    until      TIMESTAMPTZ NOT NULL
);
CREATE INDEX waiting_until ON inbound.waiting (until);
