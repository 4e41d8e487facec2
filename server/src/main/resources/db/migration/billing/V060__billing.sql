CREATE SCHEMA billing;

-- available = balance - reserved + credit_limit. balance is always the sum of the account's transactions.
-- Rows change with each batch: free space on the page keeps the changes in it, eager vacuum keeps the page short.
CREATE TABLE billing.account_balances (
    account_id   BIGINT PRIMARY KEY,
    currency     TEXT NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    balance      NUMERIC(18,6) NOT NULL DEFAULT 0,
    reserved     NUMERIC(18,6) NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    credit_limit NUMERIC(18,6) NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000);

-- Facts: added, never changed. A charge is one entry for each account and batch; `batch` names the events of the parts
-- it charges (messages.events).
CREATE TABLE billing.account_transactions (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   BIGINT NOT NULL,
    batch        BIGINT,
    direction    TEXT NOT NULL CHECK (direction IN ('debit', 'credit')),
    amount       NUMERIC(18,6) NOT NULL CHECK (amount >= 0),
    currency     TEXT NOT NULL,
    reason       TEXT NOT NULL CHECK (reason IN ('sms_charge', 'refund', 'topup', 'adjustment')),
    parts        INT,
    external_ref TEXT,
    -- Why there is an adjustment.
    note         TEXT CHECK (reason <> 'adjustment' OR note IS NOT NULL),
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- Ids ascend with time.
CREATE INDEX account_transactions_account ON billing.account_transactions (account_id, id);
CREATE UNIQUE INDEX account_transactions_batch ON billing.account_transactions (batch, account_id)
    WHERE batch IS NOT NULL;
-- The same payment is not booked twice.
CREATE UNIQUE INDEX account_transactions_ref ON billing.account_transactions (account_id, reason, external_ref)
    WHERE external_ref IS NOT NULL;

-- Up to which entry an account was summed up and found right, so that nobody sums from the beginning each time.
CREATE TABLE billing.ledger_checkpoints (
    account_id BIGINT PRIMARY KEY,
    entry_id   BIGINT NOT NULL,
    balance    NUMERIC(18,6) NOT NULL,
    checked_at TIMESTAMPTZ NOT NULL
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON billing.account_transactions
    FOR EACH ROW EXECUTE FUNCTION elchi.immutable();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON billing.account_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.immutable();
