CREATE SCHEMA db;

-- What changed in the tables that processes keep in memory: a row for each statement that changed some rows, written in its
-- transaction. A process reads the rows of the transactions that it has not seen yet, and then the changed rows of the tables.
-- It looks at this table every few seconds, so that a lost notification costs seconds. Rows of more than a day ago are deleted.
CREATE TABLE db.changes (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      TEXT NOT NULL,
    -- schema.table; NULL: any table of the topic
    source     TEXT,
    -- Of the rows that changed; NULL: any row may have changed.
    keys       TEXT[],
    xid        XID8 NOT NULL DEFAULT pg_current_xact_id(),
    changed_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX changes_topic ON db.changes (topic, xid);

-- The highest transaction whose row was deleted: a process that had not seen all transactions up to it loads the whole tables.
CREATE TABLE db.changes_deleted (
    xid XID8 NOT NULL
);
INSERT INTO db.changes_deleted (xid) VALUES ('0');

-- Statement trigger for tables that are loaded whole. It names the topic.
CREATE FUNCTION elchi.changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO db.changes (topic, source) VALUES (TG_ARGV[0], TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME);
    PERFORM pg_notify('elchi', TG_ARGV[0]);
    RETURN NULL;
END $$;

-- Statement trigger for tables whose changed rows are loaded. It names the topic, the expression of a row's key, and the columns
-- whose change counts. A statement that changes more than 10,000 rows is logged without their keys.
CREATE FUNCTION elchi.changed_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most    CONSTANT INT := 10000;
    changed TEXT;
    rows    INT := 0;
    keys    TEXT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := format('SELECT (%s)::text AS key FROM new_rows', TG_ARGV[1]);
    ELSIF TG_OP = 'DELETE' THEN
        changed := format('SELECT (%s)::text AS key FROM old_rows', TG_ARGV[1]);
    ELSE
        SELECT count(*) INTO rows FROM (SELECT FROM new_rows LIMIT most + 1) AS first_rows;
        changed := format('SELECT key FROM (SELECT (%1$s)::text AS key, %2$s FROM old_rows EXCEPT'
            || ' SELECT (%1$s)::text, %2$s FROM new_rows) AS before UNION ALL'
            || ' SELECT key FROM (SELECT (%1$s)::text AS key, %2$s FROM new_rows EXCEPT'
            || ' SELECT (%1$s)::text, %2$s FROM old_rows) AS after', TG_ARGV[1], TG_ARGV[2]);
    END IF;
    IF rows <= most THEN
        EXECUTE format('SELECT count(*), array_agg(DISTINCT key) FROM (%s LIMIT %s) AS first_rows', changed, 2 * most + 1)
            INTO rows, keys;
        IF rows = 0 THEN
            RETURN NULL;
        END IF;
    END IF;
    -- An UPDATE has each row twice, as it was and as it is.
    IF rows > 2 * most OR cardinality(keys) > most THEN
        keys := NULL;
    END IF;
    INSERT INTO db.changes (topic, source, keys) VALUES (TG_ARGV[0], TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, keys);
    PERFORM pg_notify('elchi', TG_ARGV[0]);
    RETURN NULL;
END $$;

-- Gives a table the triggers that log its changed rows.
CREATE PROCEDURE elchi.log_changed_rows(relation REGCLASS, topic TEXT, key TEXT, columns TEXT) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION elchi.changed_rows(%L, %L, %L)', relation, topic, key, columns);
    EXECUTE format('CREATE TRIGGER updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
        || ' FOR EACH STATEMENT EXECUTE FUNCTION elchi.changed_rows(%L, %L, %L)', relation, topic, key, columns);
    EXECUTE format('CREATE TRIGGER deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION elchi.changed_rows(%L, %L, %L)', relation, topic, key, columns);
    EXECUTE format('CREATE TRIGGER truncated AFTER TRUNCATE ON %s FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION elchi.changed(%L)', relation, topic);
END $$;

-- For tables whose rows are facts: they are added and never changed.
CREATE FUNCTION elchi.immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
