-- Handsets that want no service or promotional messages of an account. They said so with a message, see io.elchi.server.inbound.ConsentChoices.
CREATE TABLE compliance.opt_outs (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id   BIGINT NOT NULL,
    number       TEXT NOT NULL CHECK (number ~ '^[1-9][0-9]{6,14}$'),
    -- Of the message from the handset.
    message_id   UUID NOT NULL,
    keyword      TEXT NOT NULL,
    opted_out_at TIMESTAMPTZ NOT NULL,
    UNIQUE (account_id, number)
);
CREATE INDEX opt_outs_number ON compliance.opt_outs (number);

CALL elchi.log_changed_rows('compliance.opt_outs', 'compliance', 'account_id || '' '' || number', 'number');
CALL audit.watch('compliance.opt_outs', 'id', '', '');
