-- Charges of other systems, by the id that the system gave. While one is `reserved`, its amount is in the account's `reserved`; when
-- it is `posted`, the ledger has an entry with the reason `charge` and the id as reference.
CREATE TABLE billing.charges (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  BIGINT NOT NULL,
    external_id TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('reserved', 'posted', 'voided', 'expired')),
    currency    TEXT NOT NULL,
    -- NULL: it was posted at once.
    reserved    NUMERIC(18,6) CHECK (reserved > 0),
    posted      NUMERIC(18,6) CHECK (posted > 0),
    description TEXT,
    -- Of the reservation.
    expires_at  TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL,
    -- When it was posted or voided, or had expired.
    ended_at    TIMESTAMPTZ,
    UNIQUE (account_id, external_id),
    CHECK ((state = 'posted') = (posted IS NOT NULL)),
    CHECK ((state = 'reserved') = (ended_at IS NULL)),
    CHECK ((reserved IS NULL) = (expires_at IS NULL)),
    CHECK (state = 'posted' OR reserved IS NOT NULL)
);
CREATE INDEX charges_account ON billing.charges (account_id, id);
CREATE INDEX charges_open ON billing.charges (expires_at) WHERE state = 'reserved';

-- Entries of messages are by far the most: what is asked of the others does not go through them. While an index is made, no entry
-- is added: where that takes too long, it was made before (docs/operate/processes.md).
SET LOCAL lock_timeout = '5s';
CREATE INDEX IF NOT EXISTS account_transactions_payments ON billing.account_transactions (account_id, id)
    WHERE reason <> 'sms_charge';
CREATE INDEX IF NOT EXISTS account_transactions_all_payments ON billing.account_transactions (id)
    WHERE reason <> 'sms_charge';
-- What was refunded for a message.
CREATE INDEX IF NOT EXISTS account_transactions_message ON billing.account_transactions (account_id, message_id)
    WHERE message_id IS NOT NULL;
