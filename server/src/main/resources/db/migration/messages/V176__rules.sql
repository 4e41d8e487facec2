SET LOCAL lock_timeout = '5s';

-- Ids of the rules that matched the message, in order, and the tag that they put on it, which routes match; NULL: none.
ALTER TABLE messages.messages ADD COLUMN rules BIGINT[], ADD COLUMN tag TEXT;
