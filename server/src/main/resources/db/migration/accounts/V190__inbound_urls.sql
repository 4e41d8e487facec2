SET LOCAL lock_timeout = '5s';

-- The address that gets messages from handsets over HTTP, in the place of the login's sessions; NULL: none.
ALTER TABLE accounts.smpp_logins
    ADD COLUMN inbound_url TEXT CHECK (octet_length(inbound_url) BETWEEN 1 AND 1024),
    ADD COLUMN inbound_method TEXT CHECK (inbound_method IN ('get', 'post')),
    ADD COLUMN inbound_protocol TEXT CHECK (inbound_protocol IN ('jasmin', 'kannel'));
