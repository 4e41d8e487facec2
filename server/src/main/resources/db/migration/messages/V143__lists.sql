-- Lists of an account's records in the order of their ids, which is that of their partitions, so that a page reads no
-- more rows than it shows.
CREATE INDEX cdr_sms_account_id ON messages.cdr_sms (account_id, id);
-- Records by the client's own reference.
CREATE INDEX cdr_sms_reference ON messages.cdr_sms (external_message_id, id) WHERE external_message_id IS NOT NULL;
