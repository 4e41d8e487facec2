-- Raised when all sessions of a person end: one that was being made with what was right before is none.
ALTER TABLE identity.users ADD COLUMN session_epoch BIGINT NOT NULL DEFAULT 0;
