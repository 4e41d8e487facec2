SET LOCAL lock_timeout = '5s';

-- What somebody wants to be taken from an operator's queue; the process that has the operator's shard does it.
CREATE TABLE messages.queue_moves (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id    BIGINT NOT NULL,
    -- To which candidate of the message; NULL: the next one.
    to_operator_id BIGINT,
    -- So many messages at most, and only those that were accepted before the row was written.
    most           INT NOT NULL CHECK (most > 0),
    moved          INT NOT NULL DEFAULT 0,
    created_at     TIMESTAMPTZ NOT NULL,
    ended_at       TIMESTAMPTZ
);
-- One at a time.
CREATE UNIQUE INDEX queue_moves_running ON messages.queue_moves (operator_id) WHERE ended_at IS NULL;
CREATE INDEX queue_moves_operator ON messages.queue_moves (operator_id, id);
CALL audit.watch('messages.queue_moves', 'id', '', 'moved,ended_at');

-- A dead letter that a person sends again or discards: one entry for each row. The names of the columns of the key, and of those that
-- the entry has. The server sets elchi.handled for the transaction.
CREATE FUNCTION audit.handled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own JSONB := to_jsonb(OLD);
BEGIN
    PERFORM audit.append(lower(TG_OP), TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
        (SELECT string_agg(own ->> name, '-' ORDER BY n) FROM unnest(string_to_array(TG_ARGV[0], ',')) WITH ORDINALITY AS key (name, n)),
        (SELECT jsonb_object_agg(name, own -> name) FROM unnest(string_to_array(TG_ARGV[1], ',')) AS name), NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_handled AFTER UPDATE OR DELETE ON messages.unmatched_receipts FOR EACH ROW
    WHEN (current_setting('elchi.handled', true) = '1') EXECUTE FUNCTION audit.handled('id', 'operator_id,smsc_message_id,state,received_at');
CREATE INDEX unmatched_receipts_abandoned ON messages.unmatched_receipts (received_at, id) WHERE match_at IS NULL;
