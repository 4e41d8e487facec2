-- Addresses of which the event key.refused was written, so that several processes, and later minutes, do not tell the same
-- again. Rows are deleted after a day.
CREATE TABLE messages.told_addresses (
    address TEXT PRIMARY KEY,
    told_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX told_addresses_told_at ON messages.told_addresses (told_at);
