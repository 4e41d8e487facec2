-- contract: the condition on reasons allows one more; the release before does not write it, and reads reasons as text
-- `inbound_charge`: for messages from handsets, one entry for each account and batch. What is there has one of the reasons that were
-- allowed, so that nothing needs to be looked at again.
SET LOCAL lock_timeout = '5s';
ALTER TABLE billing.account_transactions
    DROP CONSTRAINT account_transactions_reason_check,
    ADD CONSTRAINT account_transactions_reason_check
        CHECK (reason IN ('sms_charge', 'inbound_charge', 'charge', 'refund', 'topup', 'adjustment', 'transfer')) NOT VALID;
