-- contract: nothing is taken away. The index is unique in a column that is new here, and that no release before writes.

-- SHA-256 of the DER of the one client certificate with which the key is accepted; NULL: no certificate is asked for.
ALTER TABLE accounts.api_keys ADD COLUMN certificate_hash BYTEA CHECK (octet_length(certificate_hash) = 32);

-- A certificate alone names at most one key: not one that was revoked, nor one that another key took over from. Of the hash its beginning, by which
-- it is found in memory.
CREATE UNIQUE INDEX api_keys_certificate ON accounts.api_keys (substring(certificate_hash FROM 1 FOR 8))
    WHERE certificate_hash IS NOT NULL AND status = 'active' AND replaced_by IS NULL;

-- As before, and when the certificate or the key that takes over changes.
CREATE OR REPLACE TRIGGER updated AFTER UPDATE ON accounts.api_keys REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed_rows('accounts', 'prefix',
    'id, account_id, key_hash, ip_whitelist, scopes, status, expires_at, certificate_hash, replaced_by');
