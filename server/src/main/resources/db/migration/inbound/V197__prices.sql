-- What accounts pay for messages from handsets. A column that is NULL is for any value; the account's own row takes precedence, then the
-- one with the number, then the one with the operator. See io.elchi.server.inbound.InboundPriceBook.
CREATE TABLE inbound.prices (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version     BIGINT NOT NULL DEFAULT 1,
    account_id  BIGINT,
    number      TEXT CHECK (number ~ '^[0-9]{1,20}$'),
    operator_id BIGINT,
    unit        TEXT NOT NULL CHECK (unit IN ('message', 'part')),
    price       NUMERIC(18,6) NOT NULL CHECK (price >= 0),
    currency    TEXT NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (account_id, number, operator_id, currency)
);
CALL elchi.log_changed_rows('inbound.prices', 'inbound', 'id', 'version');
CALL audit.watch('inbound.prices', 'id', '', 'updated_at');

-- What operators get for messages that they bring.
CREATE TABLE inbound.costs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version     BIGINT NOT NULL DEFAULT 1,
    operator_id BIGINT NOT NULL,
    number      TEXT CHECK (number ~ '^[0-9]{1,20}$'),
    unit        TEXT NOT NULL CHECK (unit IN ('message', 'part')),
    cost        NUMERIC(18,6) NOT NULL CHECK (cost >= 0),
    currency    TEXT NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (operator_id, number)
);
CALL elchi.log_changed_rows('inbound.costs', 'inbound', 'id', 'version');
CALL audit.watch('inbound.costs', 'id', '', 'updated_at');

-- Call detail records of messages from handsets: one for each final state. Facts: added, never changed. Partitions are days of the first
-- part, by the time in the id; they are kept as long as messages.cdr_sms.
CREATE TABLE inbound.cdr_mo (
    id                  UUID NOT NULL,
    -- NULL: nobody owned the destination.
    account_id          BIGINT,
    operator_id         BIGINT NOT NULL,
    msisdn              TEXT NOT NULL,
    destination         TEXT NOT NULL,
    -- See io.elchi.server.inbound.InboundState.
    state               SMALLINT NOT NULL,
    -- Of a rule that rejected it.
    error_code          TEXT,
    parts               SMALLINT NOT NULL,
    parts_received      SMALLINT NOT NULL,
    operator_message_id TEXT,
    received_at         TIMESTAMPTZ NOT NULL,
    ended_at            TIMESTAMPTZ NOT NULL,
    -- What the account paid; NULL: it has no owner. The ledger's batch of the charge; NULL: nobody paid.
    price               NUMERIC(18,6),
    currency            TEXT,
    batch               BIGINT,
    -- Resellers above the account and what they paid, in their currencies.
    upstream            BIGINT[],
    upstream_prices     NUMERIC(18,6)[],
    -- NULL: no cost is known.
    cost                NUMERIC(18,6),
    cost_currency       TEXT,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX cdr_mo_account ON inbound.cdr_mo (account_id, id);
CREATE INDEX cdr_mo_batch ON inbound.cdr_mo (batch) WHERE batch IS NOT NULL;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON inbound.cdr_mo
    FOR EACH ROW EXECUTE FUNCTION elchi.immutable();
