-- Accounts that want to be told when little is left. `told` is set in the transaction of the event balance.low, and reset when
-- as much is available again: one event for each time that the balance falls below it. In a table of its own, since rows of
-- account_balances change with each batch.
CREATE TABLE billing.balance_alerts (
    account_id BIGINT PRIMARY KEY,
    -- In the currency of the account.
    low        NUMERIC(18,6) NOT NULL CHECK (low > 0),
    told       BOOLEAN NOT NULL DEFAULT false
);
