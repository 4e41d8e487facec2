-- Whether the platform's staff suspended it: a reseller above it cannot activate it again.
ALTER TABLE accounts.accounts ADD COLUMN suspended_by_platform BOOLEAN NOT NULL DEFAULT false;
