-- The versions of the routes: who changed which rows, so that an earlier version can be made the current one again. (routing.versions
-- numbers what decides, prices and links included, and has no rows.)
SET LOCAL lock_timeout = '5s';

-- One row for each transaction that changed routes. Its number is one more than the last: transactions wait for each other.
CREATE TABLE routing.route_versions (
    n        BIGINT PRIMARY KEY,
    xact     XID8 NOT NULL DEFAULT pg_current_xact_id(),
    at       TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    -- As the audit has it: see audit.actor().
    actor    JSONB NOT NULL,
    -- The version that it made the current one again. NULL: it is another change.
    restored BIGINT
);

-- What the transaction changed. NULL: there was no such route, or there is none any more.
CREATE TABLE routing.route_changes (
    version  BIGINT NOT NULL REFERENCES routing.route_versions (n),
    route_id BIGINT NOT NULL,
    before   JSONB,
    after    JSONB,
    PRIMARY KEY (version, route_id)
);

-- The routes that are there already.
INSERT INTO routing.route_versions (n, actor) VALUES (1, '{"kind": "server"}');

-- Statement trigger. A statement that changes nothing makes no version.
CREATE FUNCTION routing.routes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_own TEXT := '(SELECT id, to_jsonb(r) - ''{created_at,updated_at}''::text[] AS before FROM old_rows r) AS o';
    new_own TEXT := '(SELECT id, to_jsonb(r) - ''{created_at,updated_at}''::text[] AS after FROM new_rows r) AS n';
    changed TEXT;
    differs BOOLEAN;
    last    routing.route_versions;
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := 'SELECT id, NULL::jsonb AS before, after FROM ' || new_own;
    ELSIF TG_OP = 'DELETE' THEN
        changed := 'SELECT id, before, NULL::jsonb AS after FROM ' || old_own;
    ELSE
        changed := 'SELECT id, before, after FROM ' || old_own || ' FULL JOIN ' || new_own || ' USING (id)'
            || ' WHERE before IS DISTINCT FROM after';
    END IF;
    EXECUTE 'SELECT EXISTS (' || changed || ')' INTO differs;
    IF NOT differs THEN
        RETURN NULL;
    END IF;
    LOCK TABLE routing.route_versions IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO last FROM routing.route_versions ORDER BY n DESC LIMIT 1;
    IF last.xact IS DISTINCT FROM pg_current_xact_id() THEN
        INSERT INTO routing.route_versions (n, actor) VALUES (coalesce(last.n, 0) + 1, audit.actor()) RETURNING * INTO last;
    END IF;
    EXECUTE 'INSERT INTO routing.route_changes (version, route_id, before, after) SELECT $1, id, before, after FROM (' || changed
        || ') AS c ON CONFLICT (version, route_id) DO UPDATE SET after = excluded.after' USING last.n;
    RETURN NULL;
END $$;

CREATE TRIGGER version_inserted AFTER INSERT ON routing.routes REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION routing.routes_changed();
CREATE TRIGGER version_updated AFTER UPDATE ON routing.routes REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION routing.routes_changed();
CREATE TRIGGER version_deleted AFTER DELETE ON routing.routes REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT
    EXECUTE FUNCTION routing.routes_changed();
