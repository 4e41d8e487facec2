-- Searches by the first characters.
SET LOCAL lock_timeout = '5s';
CREATE INDEX accounts_name ON accounts.accounts (lower(name) text_pattern_ops);
CREATE INDEX accounts_external_ref ON accounts.accounts (external_ref) WHERE external_ref IS NOT NULL;
CREATE INDEX api_keys_prefix ON accounts.api_keys (prefix text_pattern_ops);
