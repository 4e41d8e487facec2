-- What a person of the staff may read of a message for a short time, and why.
CREATE TABLE messages.reveals (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id UUID NOT NULL,
    -- Of the message.
    account_id BIGINT NOT NULL,
    -- Who may read it.
    user_id    BIGINT NOT NULL,
    -- Of the system in which somebody asked for it.
    ticket     TEXT NOT NULL CHECK (length(ticket) BETWEEN 1 AND 64),
    reason     TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ends_at    TIMESTAMPTZ NOT NULL
);

CREATE INDEX reveals_message ON messages.reveals (message_id, user_id);
CREATE INDEX reveals_account ON messages.reveals (account_id, id);
