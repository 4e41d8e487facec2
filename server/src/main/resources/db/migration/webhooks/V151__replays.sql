SET LOCAL lock_timeout = '5s';

-- What a client asked to be posted again, step by step, by whichever process posts.
CREATE TABLE webhooks.replays (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id BIGINT NOT NULL REFERENCES webhooks.endpoints (id) ON DELETE CASCADE,
    -- Of events from `since` on and before `until`.
    since       TIMESTAMPTZ NOT NULL,
    until       TIMESTAMPTZ NOT NULL,
    -- Also events that the endpoint accepted, rather than only those that were given up.
    delivered   BOOLEAN NOT NULL,
    state       TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'canceled')),
    -- Ids of the event log: looked through up to `position`; it ends at `last`.
    position    BIGINT NOT NULL,
    last        BIGINT NOT NULL,
    -- Events that were found; those of them that were accepted since, and given up until the end.
    events      BIGINT NOT NULL DEFAULT 0,
    accepted    BIGINT NOT NULL DEFAULT 0,
    given_up    BIGINT NOT NULL DEFAULT 0,
    created_at  TIMESTAMPTZ NOT NULL,
    ended_at    TIMESTAMPTZ
);
CREATE INDEX replays_endpoint ON webhooks.replays (endpoint_id, id);
-- One at a time.
CREATE UNIQUE INDEX replays_running ON webhooks.replays (endpoint_id) WHERE state = 'running';
CALL audit.watch('webhooks.replays', 'id', '', 'position,events,accepted,given_up');

-- The replay that made the event wait again; NULL: none did.
ALTER TABLE webhooks.deliveries ADD COLUMN replay_id BIGINT;
