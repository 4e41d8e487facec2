-- Tells every process that a table it keeps in memory has changed: a statement trigger that names the topic.
CREATE FUNCTION elchi.changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('elchi', TG_ARGV[0]);
    RETURN NULL;
END $$;

-- For tables whose rows are facts: they are added and never changed.
CREATE FUNCTION elchi.immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
