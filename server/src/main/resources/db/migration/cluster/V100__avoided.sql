-- A process that could bind no link of a shard for a while gives the shard to others, and is not their first choice for some minutes.
ALTER TABLE cluster.leases ADD avoided UUID, ADD avoided_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity';
