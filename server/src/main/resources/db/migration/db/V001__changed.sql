CREATE SCHEMA db;

-- One row for each statement that changed a table that processes keep in memory. A process that sees another set of rows for a
-- topic than at its last load has an old snapshot; it looks at this table every few seconds, so that a lost notification
-- costs seconds. Rows of more than a day ago are deleted.
CREATE TABLE db.changes (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Statement trigger for those tables. It names the topic.
CREATE FUNCTION elchi.changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO db.changes (topic) VALUES (TG_ARGV[0]);
    PERFORM pg_notify('elchi', TG_ARGV[0]);
    RETURN NULL;
END $$;

-- For tables whose rows are facts: they are added and never changed.
CREATE FUNCTION elchi.immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
