-- Addresses of which the event key.refused was written, so that several processes, and later minutes, do not write the same
-- again. Rows are deleted after a day.
CREATE TABLE messages.reported_addresses (
    address TEXT PRIMARY KEY,
    reported_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX reported_addresses_reported_at ON messages.reported_addresses (reported_at);
