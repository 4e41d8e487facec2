SET LOCAL lock_timeout = '5s';

-- content_key: the data key with which pdu is encrypted (io.elchi.server.messages.OctetEncryption); NULL: pdu is the submit_sm.
-- repeated_at: when the same part came again after its message was complete; it may begin another message with the same
-- reference. Of a set that waits: it was taken over from the message before.
ALTER TABLE smppserver.parts ADD COLUMN content_key BIGINT, ADD COLUMN repeated_at TIMESTAMPTZ;
-- Repetitions are known by their octets. A process of the release before writes a digest.
ALTER TABLE smppserver.parts ALTER COLUMN digest SET DEFAULT '';
