-- What the platform's account knows of links and operators by the events link.up, link.down, operator.up and operator.down. The
-- row is written in the transaction of the event, so that a process that takes a shard does not publish the same again.
CREATE TABLE routing.published_states (
    kind TEXT NOT NULL CHECK (kind IN ('link', 'operator')),
    id   BIGINT NOT NULL,
    up   BOOLEAN NOT NULL,
    -- When it was published; -infinity: it was up when it was first seen, which needs no event.
    at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (kind, id)
);
