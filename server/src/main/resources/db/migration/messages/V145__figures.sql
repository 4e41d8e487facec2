-- Figures of messages by the minute and the hour of their acceptance, and of operators by windows of five minutes. What a
-- transaction of the message path changes is one row of figure_deltas, written in that transaction; a job adds these rows to the
-- sums and deletes them, every few seconds. So the sums are what a count of the records gives, some seconds later.

-- Counts of a histogram, bucket by bucket: see io.elchi.server.messages.Histogram.
CREATE FUNCTION messages.add_counts(a BIGINT[], b BIGINT[]) RETURNS BIGINT[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN a IS NULL THEN b
        WHEN b IS NULL THEN a
        ELSE ARRAY(SELECT coalesce(x, 0) + coalesce(y, 0) FROM unnest(a, b) WITH ORDINALITY AS t (x, y, i) ORDER BY i)
    END
$$;
CREATE AGGREGATE messages.sum_counts(BIGINT[]) (SFUNC = messages.add_counts, STYPE = BIGINT[]);

CREATE TABLE messages.figure_deltas (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of `groups`: see io.elchi.server.messages.store.FigureOctets. A process leaves what it does not know to one that does.
    format SMALLINT NOT NULL,
    groups BYTEA NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE messages.figures_minute (
    minute        TIMESTAMPTZ NOT NULL,
    account_id    BIGINT NOT NULL,
    -- 0: none.
    operator_id   BIGINT NOT NULL,
    mcc           TEXT NOT NULL,
    mnc           TEXT NOT NULL,
    message_class SMALLINT NOT NULL,
    sender        TEXT NOT NULL,
    -- `accepted` for each message, and once more its final state.
    state         TEXT NOT NULL,
    error         TEXT NOT NULL,
    currency      TEXT NOT NULL,
    cost_currency TEXT NOT NULL,
    messages      BIGINT NOT NULL,
    parts         BIGINT NOT NULL,
    parts_charged BIGINT NOT NULL,
    submits       BIGINT NOT NULL,
    price         NUMERIC(24,6) NOT NULL,
    cost          NUMERIC(24,6) NOT NULL,
    -- From acceptance to the first submit_sm_resp, and from there to delivery.
    submit_ms     BIGINT[],
    delivery_ms   BIGINT[],
    PRIMARY KEY (minute, account_id, operator_id, mcc, mnc, message_class, sender, state, error, currency, cost_currency)
);
CREATE INDEX figures_minute_account ON messages.figures_minute (account_id, minute);

-- The same by the hour.
CREATE TABLE messages.figures_hour (LIKE messages.figures_minute);
ALTER TABLE messages.figures_hour
    ADD PRIMARY KEY (minute, account_id, operator_id, mcc, mnc, message_class, sender, state, error, currency, cost_currency);
CREATE INDEX figures_hour_account ON messages.figures_hour (account_id, minute);

-- What each operator did in windows of five minutes, by the time of what happened. Parts, not messages.
CREATE TABLE messages.operator_metrics (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id    BIGINT NOT NULL,
    window_start   TIMESTAMPTZ NOT NULL,
    window_end     TIMESTAMPTZ NOT NULL,
    -- submit_sm that it took, the final receipts that it sent, and submit_sm that it refused or did not answer.
    messages_sent  BIGINT NOT NULL,
    dlr_success    BIGINT NOT NULL,
    dlr_fail       BIGINT NOT NULL,
    error_count    BIGINT NOT NULL,
    -- From the first submit_sm_resp of a message to its delivery.
    delivery_ms    BIGINT[],
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    UNIQUE (operator_id, window_start)
);
CREATE INDEX operator_metrics_window ON messages.operator_metrics (window_start);
