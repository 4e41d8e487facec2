SET LOCAL lock_timeout = '5s';

-- What was measured of the session over its last ten seconds: see io.elchi.server.smppserver.BindLoad. NULL: nothing yet.
ALTER TABLE smppserver.binds ADD COLUMN load JSONB;
