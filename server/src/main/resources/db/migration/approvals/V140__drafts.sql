CREATE SCHEMA approvals;

-- Requests of people that another person has to approve.
CREATE TABLE approvals.drafts (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of its author.
    account_id      BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    method          TEXT NOT NULL,
    path            TEXT NOT NULL,
    -- JSON, as text: amounts stay as they were written. NULL: there is none.
    body            TEXT,
    permission      TEXT NOT NULL,
    reason          TEXT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    state           TEXT NOT NULL DEFAULT 'open'
                    CHECK (state IN ('open', 'approved', 'executed', 'failed', 'rejected', 'withdrawn', 'expired')),
    decided_by      BIGINT,
    decided_at      TIMESTAMPTZ,
    decision_reason TEXT,
    -- JSON: code, detail, field. Why it failed.
    problem         TEXT,
    CHECK (decided_by IS DISTINCT FROM user_id OR state = 'withdrawn')
);
CREATE INDEX drafts_waiting ON approvals.drafts (expires_at) WHERE state IN ('open', 'approved');
CREATE INDEX drafts_author ON approvals.drafts (user_id, id);
CREATE INDEX drafts_expired ON approvals.drafts (expires_at);

-- Old ones are deleted in time; their entries stay.
CREATE TRIGGER audit_inserted AFTER INSERT ON approvals.drafts REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION audit.changed('id', '', '');
CREATE TRIGGER audit_updated AFTER UPDATE ON approvals.drafts REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit.changed('id', '', '');
