SET LOCAL lock_timeout = '5s';

-- The one endpoint that gets the event because its message names it; NULL: none. Others get it by its type, as before.
ALTER TABLE events.log ADD COLUMN endpoint_id BIGINT;
