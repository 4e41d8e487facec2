SET LOCAL lock_timeout = '5s';

-- account: gets events by their types. status: made for the `status_url` of messages, and gets the final states of these messages
-- alone; its events are {status}, a type that the release before does not know, so that it posts nothing to it.
ALTER TABLE webhooks.endpoints ADD COLUMN kind TEXT NOT NULL DEFAULT 'account' CHECK (kind IN ('account', 'status'));

-- When a message named the endpoint last, to the hour. An endpoint that is not used for some days is removed.
CREATE TABLE webhooks.status_uses (
    endpoint_id BIGINT PRIMARY KEY REFERENCES webhooks.endpoints (id) ON DELETE CASCADE,
    account_id  BIGINT NOT NULL,
    -- SHA-256 of the address: one endpoint for each address of an account.
    url_hash    BYTEA NOT NULL,
    used_at     TIMESTAMPTZ NOT NULL,
    UNIQUE (account_id, url_hash)
);
CREATE INDEX status_uses_used_at ON webhooks.status_uses (used_at);
