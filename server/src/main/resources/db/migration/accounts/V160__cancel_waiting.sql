-- While an account is suspended: whether its messages that wait to be sent are canceled, not held.
SET LOCAL lock_timeout = '5s';
ALTER TABLE accounts.accounts ADD COLUMN cancel_waiting BOOLEAN NOT NULL DEFAULT false;

-- As before, and when this changes, or how long texts can be read.
CREATE OR REPLACE TRIGGER updated AFTER UPDATE ON accounts.accounts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed_rows('accounts', 'id',
    'parent_id, type, name, external_ref, status, currency, contact, default_country, rate_per_second, max_parts, weight, content_days, cancel_waiting');

-- The release before does not know the column: an account that it activates is held when it is suspended the next time.
CREATE FUNCTION accounts.hold_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.cancel_waiting := false;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_waiting BEFORE UPDATE ON accounts.accounts FOR EACH ROW
    WHEN (NEW.status = 'active' AND NEW.cancel_waiting) EXECUTE FUNCTION accounts.hold_waiting();
