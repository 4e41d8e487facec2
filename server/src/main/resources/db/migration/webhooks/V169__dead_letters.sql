SET LOCAL lock_timeout = '5s';

CREATE TRIGGER audit_handled AFTER UPDATE OR DELETE ON webhooks.deliveries FOR EACH ROW
    WHEN (current_setting('elchi.handled', true) = '1')
    EXECUTE FUNCTION audit.handled('endpoint_id,event_id', 'message_id,type,attempts,last_error,created_at');
CREATE INDEX deliveries_dead ON webhooks.deliveries (updated_at, endpoint_id, event_id) WHERE state = 'dead';
