SET LOCAL lock_timeout = '5s';

-- The attempts for the events of one message.
CREATE INDEX attempts_message ON webhooks.attempts (message_id, at) WHERE message_id IS NOT NULL;
