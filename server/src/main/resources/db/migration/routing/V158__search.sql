-- Searches by the first digits.
SET LOCAL lock_timeout = '5s';
CREATE INDEX routes_prefix ON routing.routes (prefix text_pattern_ops) WHERE prefix IS NOT NULL;
