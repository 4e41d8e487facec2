SET LOCAL lock_timeout = '5s';

-- What rules did with a message: their ids in order, the tag that they put on it, the code of a rejection, and the addresses that came, where
-- they are others now.
ALTER TABLE inbound.messages
    ADD COLUMN IF NOT EXISTS rules BIGINT[],
    ADD COLUMN IF NOT EXISTS tag TEXT,
    ADD COLUMN IF NOT EXISTS error_code TEXT,
    ADD COLUMN IF NOT EXISTS msisdn_before TEXT,
    ADD COLUMN IF NOT EXISTS destination_before TEXT;

-- The tag that a message must have; NULL: any message, with a tag or without.
ALTER TABLE inbound.routes
    ADD COLUMN IF NOT EXISTS tag TEXT CHECK (length(tag) BETWEEN 1 AND 64);
