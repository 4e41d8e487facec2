-- What the owner of a shard says of its sessions: every few seconds, and at once when one is bound or ends. Beside shard_state, which
-- is written each second.
CREATE TABLE routing.shard_sessions (
    shard   BIGINT PRIMARY KEY,
    -- Of the owner's lease: an old owner does not overwrite a new one.
    epoch   BIGINT NOT NULL,
    -- The owner.
    process UUID NOT NULL,
    -- JSON: see io.elchi.server.routing.ShardSessions.
    links   TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 20);
