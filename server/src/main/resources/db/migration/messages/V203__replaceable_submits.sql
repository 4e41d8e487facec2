SET LOCAL lock_timeout = '5s';

-- By what a submit_sm with replace_if_present_flag finds a scheduled message: see io.elchi.server.smppserver.ReplaceIfPresent.
-- NULL: all other messages, which are not in the index.
ALTER TABLE messages.unfinished ADD COLUMN replace_key BYTEA;
CREATE INDEX unfinished_replace_key ON messages.unfinished (replace_key, message_id) WHERE replace_key IS NOT NULL;
