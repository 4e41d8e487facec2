-- Messages of which clients send the parts, for logins that have them joined: see io.elchi.server.smppserver.PartSets.
-- state: waiting for parts; joining: all are there, and the owner of the claim makes the message; joined, rejected, expired or
-- canceled: over, and known until the row is forgotten.
-- until: the end of the wait, of the claim, or of the memory.
-- received: parts that are there. last: the part that came last, when all are there.
CREATE TABLE smppserver.part_sets (
    key        BYTEA PRIMARY KEY,
    id         UUID NOT NULL UNIQUE,
    login_id   BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    total      INT NOT NULL CHECK (total BETWEEN 2 AND 255),
    received   INT NOT NULL,
    last       INT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'joining', 'joined', 'rejected', 'expired', 'canceled')),
    began_at   TIMESTAMPTZ NOT NULL,
    until      TIMESTAMPTZ NOT NULL,
    claim      UUID
) WITH (fillfactor = 50);
CREATE INDEX part_sets_until ON smppserver.part_sets (until);

-- digest: SHA-256 of the octets of the part, by which a repetition is known. pdu: the submit_sm.
CREATE TABLE smppserver.parts (
    set_id     UUID NOT NULL,
    number     INT NOT NULL CHECK (number BETWEEN 1 AND 255),
    registered INT NOT NULL,
    digest     BYTEA NOT NULL,
    pdu        BYTEA NOT NULL,
    PRIMARY KEY (set_id, number)
);
