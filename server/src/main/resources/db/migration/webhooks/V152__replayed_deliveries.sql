-- Apart from the column, so that nothing waits for it but for writes of deliveries.
SET LOCAL lock_timeout = '5s';
CREATE INDEX deliveries_replay ON webhooks.deliveries (state, replay_id) WHERE replay_id IS NOT NULL;
