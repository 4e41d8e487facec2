-- contract: the condition on reasons allows two more; the release before writes neither, and reads reasons as text
-- `charge`: of another system, by its id. `transfer`: between an account and one directly below it, an entry of each. What is there
-- has one of the reasons that were allowed, so that nothing needs to be looked at again.
-- Every charge would wait behind a lock that waits.
SET LOCAL lock_timeout = '5s';
ALTER TABLE billing.account_transactions
    DROP CONSTRAINT account_transactions_reason_check,
    ADD CONSTRAINT account_transactions_reason_check
        CHECK (reason IN ('sms_charge', 'charge', 'refund', 'topup', 'adjustment', 'transfer')) NOT VALID,
    -- The other account of a transfer.
    ADD COLUMN IF NOT EXISTS counter_account_id BIGINT,
    -- The message that is refunded.
    ADD COLUMN IF NOT EXISTS message_id UUID;
