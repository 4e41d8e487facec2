-- While an account is suspended: whether its messages that wait to be sent are canceled, not held.
SET LOCAL lock_timeout = '5s';
ALTER TABLE accounts.accounts ADD COLUMN cancel_waiting BOOLEAN NOT NULL DEFAULT false;

-- As before, and when this changes, or how long texts can be read.
CREATE OR REPLACE TRIGGER updated AFTER UPDATE ON accounts.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed_rows('accounts', 'id',
    'parent_id, type, name, external_ref, status, currency, contact, default_country, rate_per_second, max_parts, weight, content_days, cancel_waiting');
