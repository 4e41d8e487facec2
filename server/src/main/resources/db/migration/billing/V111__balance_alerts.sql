-- Accounts that want an event when little is left. `published` is set in the transaction of the event balance.low, and reset when
-- as much is available again: one event for each time that the balance falls below it. In a table of its own, since rows of
-- account_balances change with each batch.
CREATE TABLE billing.balance_alerts (
    account_id BIGINT PRIMARY KEY,
    -- In the currency of the account.
    low        NUMERIC(18,6) NOT NULL CHECK (low > 0),
    published  BOOLEAN NOT NULL DEFAULT false
);
