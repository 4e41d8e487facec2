CREATE SCHEMA queue;

-- What a process learned of a message that another process settles: receipts and late answers of operators. The owner
-- of the shard removes a row in the transaction that settles it. kind and payload: see
-- io.elchi.server.messages.store.InboxOctets.
CREATE TABLE queue.inbox (
    id      UUID PRIMARY KEY,
    shard   BIGINT NOT NULL,
    kind    SMALLINT NOT NULL,
    payload BYTEA NOT NULL,
    put_at  TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX inbox_shard ON queue.inbox (shard, put_at);
