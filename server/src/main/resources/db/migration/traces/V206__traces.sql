CREATE SCHEMA traces;

-- Traces of links to operators and of logins of clients: one row each time that one begins or gets another end.
CREATE TABLE traces.runs (
    -- 0: of a login.
    link_id     BIGINT NOT NULL,
    -- Of the link; 0: of a login.
    operator_id BIGINT NOT NULL,
    -- 0: of a link.
    login_id    BIGINT NOT NULL,
    until       TIMESTAMPTZ NOT NULL,
    began_at    TIMESTAMPTZ NOT NULL,
    -- Before its time was over.
    ended_at    TIMESTAMPTZ,
    -- Rows of traces.pdus, and PDUs that have none.
    stored      INT NOT NULL DEFAULT 0,
    missing     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (link_id, login_id, until)
);
CREATE INDEX runs_operator ON traces.runs (operator_id, until) WHERE operator_id <> 0;
CREATE INDEX runs_until ON traces.runs (until);

-- Their PDUs, passwords and texts masked, for a day.
CREATE TABLE traces.pdus (
    id                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    link_id             BIGINT NOT NULL,
    operator_id         BIGINT NOT NULL,
    login_id            BIGINT NOT NULL,
    session             TEXT NOT NULL,
    process             UUID NOT NULL,
    at                  TIMESTAMPTZ NOT NULL,
    -- By us; false: received.
    sent                BOOLEAN NOT NULL,
    command             TEXT NOT NULL,
    status              TEXT NOT NULL,
    sequence            BIGINT NOT NULL,
    -- Of the message that it is about, where that is known.
    message_id          UUID,
    part                INT,
    operator_message_id TEXT,
    -- The same as it is matched.
    receipt_key         TEXT,
    -- Hexadecimal; ** is an octet of a password or a text.
    octets              TEXT NOT NULL,
    -- It has more octets than these.
    shortened           BOOLEAN NOT NULL,
    -- [{"name": "source_addr", "value": "Bank"}]
    fields              TEXT NOT NULL
);
CREATE INDEX pdus_link ON traces.pdus (link_id, id) WHERE link_id <> 0;
CREATE INDEX pdus_login ON traces.pdus (login_id, id) WHERE login_id <> 0;
CREATE INDEX pdus_message ON traces.pdus (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX pdus_receipt ON traces.pdus (operator_id, receipt_key) WHERE receipt_key IS NOT NULL;
CREATE INDEX pdus_operator_message ON traces.pdus (operator_id, operator_message_id)
    WHERE operator_message_id IS NOT NULL;
CREATE INDEX pdus_at ON traces.pdus (at);
