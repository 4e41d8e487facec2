CALL audit.watch('billing.charges', 'id', '', '');

-- The row of the charge says what its entry in the ledger says: one record for each step.
SET LOCAL lock_timeout = '5s';
CREATE OR REPLACE TRIGGER audit_paid AFTER INSERT ON billing.account_transactions FOR EACH ROW
    WHEN (NEW.reason NOT IN ('sms_charge', 'charge')) EXECUTE FUNCTION audit.changed_money('id');
