SET LOCAL lock_timeout = '5s';

-- Tried when posts to the other address fail; NULL: there is none.
ALTER TABLE webhooks.endpoints ADD COLUMN failover_url TEXT CHECK (length(failover_url) BETWEEN 8 AND 2000);

-- Whether the attempt went to it.
ALTER TABLE webhooks.attempts ADD COLUMN failover BOOLEAN NOT NULL DEFAULT false;
