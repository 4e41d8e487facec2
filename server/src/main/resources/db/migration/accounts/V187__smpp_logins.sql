SET LOCAL lock_timeout = '5s';

-- Whether the login may also submit at the port for clients of Jasmin and Kannel.
ALTER TABLE accounts.smpp_logins ADD COLUMN http_allowed BOOLEAN NOT NULL DEFAULT false;
