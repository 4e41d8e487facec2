CREATE SCHEMA limits;

-- What a client's Idempotency-Key led to; forgotten after a day.
CREATE TABLE limits.idempotency_keys (
    account_id BIGINT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  BYTEA NOT NULL,
    answer     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_created ON limits.idempotency_keys USING brin (created_at);
