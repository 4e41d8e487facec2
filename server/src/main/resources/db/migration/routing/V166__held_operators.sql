SET LOCAL lock_timeout = '5s';

-- Since when the operator gets no message, and what waits for it stays; NULL: it is not held. Apart from the status, which decides whether
-- routes lead to it and lets what waits go to the next candidate.
ALTER TABLE routing.operators ADD COLUMN held_at TIMESTAMPTZ;
