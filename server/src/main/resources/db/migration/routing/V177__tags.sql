SET LOCAL lock_timeout = '5s';

-- The route is only for messages on which a rule put this tag; NULL: for all messages.
ALTER TABLE routing.routes ADD COLUMN tag TEXT CHECK (tag ~ '^[a-z0-9][a-z0-9_-]{0,31}$');
