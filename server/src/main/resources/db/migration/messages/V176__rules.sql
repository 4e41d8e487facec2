SET LOCAL lock_timeout = '5s';

-- Ids of the rules that matched the message, in order; NULL: none did.
ALTER TABLE messages.messages ADD COLUMN rules BIGINT[];
