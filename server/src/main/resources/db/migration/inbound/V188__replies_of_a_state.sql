SET LOCAL lock_timeout = '5s';

-- The list of the answers of a state over all accounts.
CREATE INDEX IF NOT EXISTS replies_state ON inbound.replies (state, message_id);
