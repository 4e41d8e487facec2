SET LOCAL lock_timeout = '5s';

-- What becomes of the parts of a text that a client split: each is sent as it is, or they are joined into one message.
ALTER TABLE accounts.smpp_logins
    ADD COLUMN parts TEXT NOT NULL DEFAULT 'as_sent' CHECK (parts IN ('as_sent', 'joined'));
