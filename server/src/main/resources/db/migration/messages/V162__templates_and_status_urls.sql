SET LOCAL lock_timeout = '5s';

-- The template that the text was made of, and the endpoint that the final state is posted to; NULL: none.
ALTER TABLE messages.messages ADD COLUMN template_id BIGINT, ADD COLUMN status_endpoint BIGINT;
ALTER TABLE messages.cdr_sms ADD COLUMN template_id BIGINT;
