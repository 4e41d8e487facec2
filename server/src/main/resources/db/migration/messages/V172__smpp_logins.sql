SET LOCAL lock_timeout = '5s';

-- The SMPP login that sent it.
ALTER TABLE messages.messages ADD COLUMN smpp_login_id BIGINT;
ALTER TABLE messages.cdr_sms ADD COLUMN smpp_login_id BIGINT;
