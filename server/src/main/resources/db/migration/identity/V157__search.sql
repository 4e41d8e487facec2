-- Searches by the first characters.
SET LOCAL lock_timeout = '5s';
CREATE INDEX users_email ON identity.users (email text_pattern_ops);
CREATE INDEX users_name ON identity.users (lower(name) text_pattern_ops);
