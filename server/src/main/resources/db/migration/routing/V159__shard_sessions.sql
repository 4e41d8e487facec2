SET LOCAL lock_timeout = '5s';

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

-- Sessions that are to be bound anew. A session is named by the time when it was bound, too: the one that follows it stays.
CREATE TABLE routing.session_rebinds (
    link_id  BIGINT NOT NULL REFERENCES routing.smpp_links (id) ON DELETE CASCADE,
    n        INT NOT NULL CHECK (n > 0),
    since    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (link_id, n)
);
CREATE TRIGGER changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON routing.session_rebinds
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed('links');
CALL audit.watch('routing.session_rebinds', 'link_id || ''/'' || n', '', '');
