CREATE SCHEMA messages;

-- Partitions are days of acceptance, by the time in the id; the server makes them ahead and drops them by age.

-- Keys that encrypt the content of one-time passwords, each encrypted by a key that is not in the database. A key
-- is deleted by age: what it encrypted cannot be read from then on.
CREATE TABLE messages.content_keys (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    encrypted    BYTEA NOT NULL,
    -- The id of the key that encrypted it.
    encrypted_by TEXT NOT NULL,
    made_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    -- When it encrypts its last message, and when it is destroyed.
    last_use     TIMESTAMPTZ NOT NULL,
    destroy_at   TIMESTAMPTZ NOT NULL
);

-- Written once, when the message is accepted.
CREATE TABLE messages.messages (
    id                  UUID NOT NULL,
    account_id          BIGINT NOT NULL,
    api_key_id          BIGINT,
    -- The resellers above the account, nearest first, who pay their own price.
    upstream            BIGINT[],
    msisdn              TEXT NOT NULL,
    sender              TEXT NOT NULL,
    -- The text; NULL when the content is none. content_kind: see io.elchi.server.messages.ContentKind.
    content             TEXT,
    content_kind        SMALLINT NOT NULL,
    -- Content that is no text: see io.elchi.server.messages.store.ContentOctets.
    octets              BYTEA,
    message_class       SMALLINT NOT NULL,
    -- Of a text: see io.elchi.server.messages.Encoding.
    encoding            SMALLINT,
    parts               SMALLINT NOT NULL,
    mcc                 TEXT,
    mnc                 TEXT,
    country             TEXT,
    currency            TEXT NOT NULL,
    -- The operators to try in order, with price and cost of a part: see io.elchi.server.core.RouteCandidate.
    candidates          TEXT NOT NULL,
    -- What was reserved of the account, and of the resellers above it.
    reserved            NUMERIC(18,6) NOT NULL,
    upstream_reserved   NUMERIC(18,6)[],
    external_message_id TEXT,
    correlation_id      TEXT,
    extra_meta          TEXT,
    accepted_at         TIMESTAMPTZ NOT NULL,
    valid_until         TIMESTAMPTZ NOT NULL,
    -- What a handset puts the parts together by: the same after a restart.
    part_reference      INT NOT NULL,
    -- Fields of submit_sm that the client set: see io.elchi.server.messages.store.OptionOctets. NULL: none.
    delivery_options    BYTEA,
    -- Whether the network is that to which the number moved.
    ported              BOOLEAN NOT NULL,
    -- The rows by which it was routed and priced: see io.elchi.server.routing.StoredDecision.
    decision            BYTEA NOT NULL,
    -- The key of the content, which is then in `octets`, encrypted; NULL: it is not encrypted.
    content_key         BIGINT,
    -- It is not sent before this; NULL: it is sent at once.
    not_before          TIMESTAMPTZ,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);

-- One row for each step and part, never changed: the timeline. kind: see io.elchi.server.messages.EventKind.
CREATE TABLE messages.events (
    message_id      UUID NOT NULL,
    part            SMALLINT NOT NULL,
    kind            SMALLINT NOT NULL,
    -- 0 for what happens once to a part, so that it cannot happen twice; else which time.
    nth             SMALLINT NOT NULL,
    total           SMALLINT NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    operator_id     BIGINT,
    candidate       SMALLINT,
    smsc_message_id TEXT,
    receipt_key     TEXT,
    status          INT,
    detail          TEXT,
    -- As what the part ended: see io.elchi.server.core.MessageState.
    state           TEXT,
    -- What the part cost the account and the resellers above it, when this event charged it, and the ledger's batch.
    billed_parts    SMALLINT,
    price           NUMERIC(18,6),
    upstream_prices NUMERIC(18,6)[],
    batch           BIGINT,
    -- The time that the receipt itself gives, when it can be right.
    done_at         TIMESTAMPTZ,
    PRIMARY KEY (message_id, part, kind, nth)
) PARTITION BY RANGE (message_id);
CREATE INDEX events_receipt_key ON messages.events (receipt_key) WHERE receipt_key IS NOT NULL;
CREATE INDEX events_batch ON messages.events USING brin (batch) WITH (pages_per_range = 16);

-- The call detail record, written once, when the state is final.
CREATE TABLE messages.cdr_sms (
    id                  UUID NOT NULL,
    account_id          BIGINT NOT NULL,
    operator_id         BIGINT,
    external_message_id TEXT,
    smsc_message_id     TEXT,
    msisdn              TEXT NOT NULL,
    sender              TEXT,
    accepted_time       TIMESTAMPTZ NOT NULL,
    submit_time         TIMESTAMPTZ,
    delivery_time       TIMESTAMPTZ,
    status              TEXT NOT NULL,
    smsc_status         TEXT,
    error_code          TEXT,
    price               NUMERIC(18,6) NOT NULL,
    currency            TEXT NOT NULL,
    upstream            BIGINT[],
    upstream_prices     NUMERIC(18,6)[],
    cost                NUMERIC(18,6),
    cost_currency       TEXT,
    -- How many submit_sm operators took, which may be more than the parts that are paid for; and when several operators
    -- took some, the number and cost of each: see io.elchi.server.messages.CarriedCost.
    submits             SMALLINT NOT NULL,
    operator_costs      TEXT,
    parts               SMALLINT NOT NULL,
    parts_charged       SMALLINT NOT NULL,
    country             TEXT,
    mcc                 TEXT,
    mnc                 TEXT,
    message_class       TEXT NOT NULL,
    api_key_id          BIGINT,
    correlation_id      TEXT,
    extra_meta          TEXT,
    created_at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX cdr_sms_account_time ON messages.cdr_sms (account_id, accepted_time);
CREATE INDEX cdr_sms_msisdn_time ON messages.cdr_sms (msisdn, accepted_time);

-- Messages without a final state, and when to look at them again.
CREATE TABLE messages.unfinished (
    message_id UUID PRIMARY KEY,
    due        TIMESTAMPTZ NOT NULL,
    -- Of the operator that has its turn: the shard's owner alone settles the message. See
    -- io.elchi.server.cluster.ShardId.
    shard      BIGINT NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 200000);
CREATE INDEX unfinished_due ON messages.unfinished (shard, due);

-- Receipts that fit no message of ours: kept, since nothing that an operator sends is thrown away. One whose message
-- becomes known later is taken out again.
CREATE TABLE messages.unmatched_receipts (
    id              UUID PRIMARY KEY,
    operator_id     BIGINT NOT NULL,
    smsc_message_id TEXT,
    -- The same, in the form in which receipts are matched.
    receipt_key     TEXT,
    source          TEXT,
    destination     TEXT,
    state           TEXT,
    stat            TEXT,
    error           TEXT,
    done_at         TIMESTAMPTZ,
    raw             TEXT,
    received_at     TIMESTAMPTZ NOT NULL,
    -- How often its message was looked for since, and from when on it is looked for again; NULL: never more.
    attempts        SMALLINT NOT NULL DEFAULT 0,
    match_at        TIMESTAMPTZ
);
CREATE INDEX unmatched_receipts_match_at ON messages.unmatched_receipts (match_at) WHERE match_at IS NOT NULL;

-- Messages from handsets (MO), each part by itself.
CREATE TABLE messages.received_sms (
    id              UUID PRIMARY KEY,
    operator_id     BIGINT NOT NULL,
    msisdn          TEXT NOT NULL,
    msisdn_ton      SMALLINT NOT NULL,
    msisdn_npi      SMALLINT NOT NULL,
    destination     TEXT NOT NULL,
    destination_ton SMALLINT NOT NULL,
    destination_npi SMALLINT NOT NULL,
    content         TEXT,
    esm_class       SMALLINT NOT NULL,
    data_coding     SMALLINT NOT NULL,
    -- The user data with its header, which has the place of a part.
    octets          BYTEA,
    -- The place of a part that travels in TLVs: sar_msg_ref_num, sar_total_segments, sar_segment_seqnum.
    sar_reference   INT,
    sar_total       SMALLINT,
    sar_part        SMALLINT,
    -- All TLVs as on the wire, and what deviated from the specification.
    tlvs            BYTEA,
    defects         TEXT,
    received_at     TIMESTAMPTZ NOT NULL
);
CREATE INDEX unmatched_receipts_received ON messages.unmatched_receipts USING brin (received_at);
CREATE INDEX received_sms_received ON messages.received_sms USING brin (received_at);

-- Requests to send that were refused, for some days: whose, why, and from whom to whom; never the text. Of each account
-- so many a minute and no more. Account 0: requests without a valid key, one row for each address and minute. Partitions are
-- days of `at`.
CREATE SEQUENCE messages.refusal_ids;
CREATE TABLE messages.refusals (
    id             BIGINT NOT NULL DEFAULT nextval('messages.refusal_ids'),
    at             TIMESTAMPTZ NOT NULL,
    account_id     BIGINT NOT NULL,
    api_key_id     BIGINT NOT NULL,
    code           TEXT NOT NULL,
    field          TEXT,
    detail         TEXT,
    msisdn         TEXT,
    sender         TEXT,
    correlation_id TEXT,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX refusals_account ON messages.refusals (account_id, id);
