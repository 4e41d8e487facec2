-- The server says who asks (io.elchi.server.core.Actor). Without that it is the server itself, or somebody with SQL. What a connection says of
-- itself is a claim: the database's user is always there, too.
CREATE OR REPLACE FUNCTION audit.actor() RETURNS JSONB LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('elchi.actor', true), '')::jsonb,
        jsonb_build_object('kind', CASE WHEN current_setting('application_name') LIKE 'elchi:%' THEN 'server' ELSE 'database' END))
        || jsonb_build_object('user', session_user)
$$;

-- A row as it may be shown: of a secret only whether there is one, and whether it is another one than before. A secret is a column, or a
-- path in a column with JSON, `options.outbind.password`.
CREATE OR REPLACE FUNCTION audit.shown(own JSONB, before JSONB, secrets TEXT[]) RETURNS JSONB LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    secret TEXT;
    path   TEXT[];
    shown  JSONB := own;
BEGIN
    FOREACH secret IN ARRAY secrets LOOP
        path := string_to_array(secret, '.');
        IF own #>> path IS NOT NULL THEN
            shown := jsonb_set(shown, path, CASE WHEN before #>> path IS NULL OR before #> path = own #> path THEN '"hidden"'
                ELSE '"hidden, another one"' END::jsonb);
        END IF;
    END LOOP;
    RETURN shown;
END $$;

-- Statement trigger. It names the expression of a row's key, the secrets, and the columns whose change alone is no mutation. A statement that
-- changes more than 1,000 rows is one entry. A row whose key is changed is a row less and another one more.
CREATE OR REPLACE FUNCTION audit.changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most    CONSTANT INT := 1000;
    secrets TEXT[] := string_to_array(TG_ARGV[1], ',');
    ignored TEXT[] := string_to_array(TG_ARGV[2], ',');
    object  TEXT := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
    old_own TEXT := format('(SELECT (%s)::text AS id, to_jsonb(r) AS before FROM old_rows r) AS o', TG_ARGV[0]);
    new_own TEXT := format('(SELECT (%s)::text AS id, to_jsonb(r) AS after FROM new_rows r) AS n', TG_ARGV[0]);
    changed TEXT;
    rows    BIGINT;
    each    RECORD;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM audit.append('truncate', object, NULL, NULL, NULL);
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        changed := 'SELECT id, NULL::jsonb AS before, after FROM ' || new_own;
    ELSIF TG_OP = 'DELETE' THEN
        changed := 'SELECT id, before, NULL::jsonb AS after FROM ' || old_own;
    ELSE
        changed := format('SELECT coalesce(o.id, n.id) AS id, before, after FROM %s FULL JOIN %s ON o.id = n.id'
            || ' WHERE (before - %L::text[]) IS DISTINCT FROM (after - %L::text[])', old_own, new_own, ignored, ignored);
    END IF;
    EXECUTE format('SELECT count(*) FROM (%s LIMIT %s) AS first_rows', changed, most + 1) INTO rows;
    IF rows > most THEN
        IF TG_OP = 'DELETE' THEN
            SELECT count(*) INTO rows FROM old_rows;
        ELSE
            SELECT count(*) INTO rows FROM new_rows;
        END IF;
        PERFORM audit.append(lower(TG_OP), object, NULL, NULL, jsonb_build_object('rows', rows));
        RETURN NULL;
    END IF;
    FOR each IN EXECUTE changed LOOP
        PERFORM audit.append(CASE WHEN each.before IS NULL THEN 'insert' WHEN each.after IS NULL THEN 'delete' ELSE 'update' END,
            object, each.id,
            audit.differing(audit.shown(each.before, NULL, secrets), audit.shown(each.after, each.before, secrets)),
            audit.differing(audit.shown(each.after, each.before, secrets), audit.shown(each.before, NULL, secrets)));
    END LOOP;
    RETURN NULL;
END $$;

CREATE OR REPLACE PROCEDURE audit.watch(relation REGCLASS, key TEXT, secrets TEXT, ignored TEXT) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
        || ' FOR EACH STATEMENT EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
    EXECUTE format('CREATE OR REPLACE TRIGGER audit_truncated AFTER TRUNCATE ON %s FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
END $$;

CALL audit.watch('accounts.accounts', 'id', '', 'updated_at');
CALL audit.watch('accounts.api_keys', 'id', 'key_hash', 'updated_at,last_used_at');
CALL audit.watch('tariffs.tariff_routes', 'id', '', 'updated_at');
CALL audit.watch('tariffs.operator_costs', 'id', '', 'updated_at');
CALL audit.watch('tariffs.exchange_rates', 'base || ''/'' || quote', '', 'updated_at');
CALL audit.watch('routing.operators', 'id', '', 'updated_at');
CALL audit.watch('routing.routes', 'id', '', 'updated_at');
CALL audit.watch('routing.smpp_links', 'id', 'password,options.outbind.password', 'updated_at');
CALL audit.watch('routing.link_traces', 'link_id', '', '');
CALL audit.watch('numbers.networks', 'mcc || ''/'' || mnc', '', 'updated_at');
CALL audit.watch('numbers.prefixes', 'prefix', '', 'updated_at');
CALL audit.watch('numbers.ported_numbers', 'msisdn', '', 'updated_at');
CALL audit.watch('compliance.senders', 'id', '', '');
CALL audit.watch('compliance.blocklist', 'id', '', '');
CALL audit.watch('inbound.numbers', 'id', '', '');
CALL audit.watch('billing.balance_alerts', 'account_id', '', 'published');
CALL audit.watch('webhooks.endpoints', 'id', 'secret,previous_secret', 'updated_at');

-- An account that begins with a credit limit.
CREATE TRIGGER audit_opened AFTER INSERT ON billing.account_balances FOR EACH ROW
    WHEN (NEW.credit_limit <> 0) EXECUTE FUNCTION audit.changed_money('account_id');
