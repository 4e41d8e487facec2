CREATE SCHEMA audit;

-- Who changed what: one row for each row that a mutation changed, written by a trigger in the transaction of the change. The body is the
-- record; the other columns are taken from it to be searched by.
CREATE TABLE audit.entries (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         TIMESTAMPTZ NOT NULL,
    -- Of the key that asked for the change; NULL: no key did.
    account_id BIGINT,
    api_key_id BIGINT,
    -- schema.table, and the key of the row; NULL: a statement that changed more rows than are written one by one.
    object     TEXT NOT NULL,
    object_id  TEXT,
    -- JSON: at, actor, action, object, id, before, after.
    body       TEXT NOT NULL
);
CREATE INDEX entries_object ON audit.entries (object, object_id, id);
CREATE INDEX entries_key ON audit.entries (api_key_id, id) WHERE api_key_id IS NOT NULL;

-- The order of the entries, fixed by hashes some seconds after they were written: hash = SHA-256 of the hash before in hexadecimal digits,
-- a line feed, n, a line feed, and the body of the entry.
CREATE TABLE audit.chain (
    n        BIGINT PRIMARY KEY,
    entry_id BIGINT NOT NULL UNIQUE,
    hash     BYTEA NOT NULL
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit.entries
    FOR EACH ROW EXECUTE FUNCTION elchi.immutable();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit.entries
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.immutable();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit.chain
    FOR EACH ROW EXECUTE FUNCTION elchi.immutable();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit.chain
    FOR EACH STATEMENT EXECUTE FUNCTION elchi.immutable();

-- The server says who asks (io.elchi.server.core.Actor). Without that it is the server itself, or somebody with SQL.
CREATE FUNCTION audit.actor() RETURNS JSONB LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('elchi.actor', true), '')::jsonb,
        jsonb_build_object('kind', CASE WHEN current_setting('application_name') LIKE 'elchi:%' THEN 'server' ELSE 'database' END,
            'user', session_user))
$$;

CREATE FUNCTION audit.append(action TEXT, object TEXT, id TEXT, before JSONB, after JSONB) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO audit.entries (at, account_id, api_key_id, object, object_id, body)
    SELECT now.at, (now.actor ->> 'account_id')::bigint, (now.actor ->> 'api_key_id')::bigint, object, id,
        (jsonb_strip_nulls(jsonb_build_object('at', to_char(now.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'actor', now.actor, 'action', action, 'object', object, 'id', id))
            || CASE WHEN before IS NULL THEN '{}' ELSE jsonb_build_object('before', before) END
            || CASE WHEN after IS NULL THEN '{}' ELSE jsonb_build_object('after', after) END)::text
    FROM (SELECT clock_timestamp() AS at, audit.actor() AS actor) AS now
$$;

-- A row as it may be shown: of a secret only whether there is one, and whether it is another one than before.
CREATE FUNCTION audit.shown(own JSONB, before JSONB, secrets TEXT[]) RETURNS JSONB LANGUAGE sql IMMUTABLE AS $$
    SELECT own || coalesce((SELECT jsonb_object_agg(name, CASE WHEN own ->> name IS NULL THEN NULL
            WHEN before ->> name IS NULL OR own -> name = before -> name THEN 'hidden' ELSE 'hidden, another one' END)
        FROM unnest(secrets) AS name WHERE own ? name), '{}')
$$;

-- What differs, of an UPDATE; all of the row else.
CREATE FUNCTION audit.differing(own JSONB, other JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN own IS NULL OR other IS NULL THEN own
        ELSE (SELECT jsonb_object_agg(key, value) FROM jsonb_each(own) WHERE value IS DISTINCT FROM other -> key) END
$$;

-- Statement trigger. It names the expression of a row's key, the secret columns, and those whose change alone is no mutation.
CREATE FUNCTION audit.changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    most    CONSTANT INT := 1000;
    secrets TEXT[] := string_to_array(TG_ARGV[1], ',');
    ignored TEXT[] := string_to_array(TG_ARGV[2], ',');
    changed TEXT;
    rows    BIGINT;
    each    RECORD;
    object  TEXT := TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO rows FROM (SELECT FROM new_rows LIMIT most + 1) AS first_rows;
        changed := format('SELECT (%s)::text AS id, NULL::jsonb AS before, to_jsonb(n) AS after FROM new_rows n', TG_ARGV[0]);
    ELSIF TG_OP = 'DELETE' THEN
        SELECT count(*) INTO rows FROM (SELECT FROM old_rows LIMIT most + 1) AS first_rows;
        changed := format('SELECT (%s)::text AS id, to_jsonb(o) AS before, NULL::jsonb AS after FROM old_rows o', TG_ARGV[0]);
    ELSE
        SELECT count(*) INTO rows FROM (SELECT FROM new_rows LIMIT most + 1) AS first_rows;
        changed := format('SELECT o.id, before, after FROM (SELECT (%1$s)::text AS id, to_jsonb(r) AS before FROM old_rows r) AS o'
            || ' JOIN (SELECT (%1$s)::text AS id, to_jsonb(r) AS after FROM new_rows r) AS n ON o.id = n.id', TG_ARGV[0]);
    END IF;
    IF rows > most THEN
        IF TG_OP = 'DELETE' THEN
            SELECT count(*) INTO rows FROM old_rows;
        ELSE
            SELECT count(*) INTO rows FROM new_rows;
        END IF;
        PERFORM audit.append(lower(TG_OP), object, NULL, NULL, jsonb_build_object('rows', rows));
        RETURN NULL;
    END IF;
    FOR each IN EXECUTE format('SELECT id, before, after FROM (%s) AS all_rows WHERE (before - %L::text[]) IS DISTINCT FROM'
            || ' (after - %L::text[])', changed, ignored, ignored) LOOP
        PERFORM audit.append(lower(TG_OP), object, each.id,
            audit.differing(audit.shown(each.before, NULL, secrets), audit.shown(each.after, each.before, secrets)),
            audit.differing(audit.shown(each.after, each.before, secrets), audit.shown(each.before, NULL, secrets)));
    END LOOP;
    RETURN NULL;
END $$;

CREATE PROCEDURE audit.watch(relation REGCLASS, key TEXT, secrets TEXT, ignored TEXT) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER audit_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
    EXECUTE format('CREATE TRIGGER audit_updated AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'
        || ' FOR EACH STATEMENT EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
    EXECUTE format('CREATE TRIGGER audit_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'
        || ' EXECUTE FUNCTION audit.changed(%L, %L, %L)', relation, key, secrets, ignored);
END $$;

CALL audit.watch('accounts.accounts', 'id', '', 'updated_at');
CALL audit.watch('accounts.api_keys', 'id', 'key_hash', 'updated_at,last_used_at');
CALL audit.watch('tariffs.tariff_routes', 'id', '', 'updated_at');
CALL audit.watch('tariffs.operator_costs', 'id', '', 'updated_at');
CALL audit.watch('tariffs.exchange_rates', 'base || ''/'' || quote', '', 'updated_at');
CALL audit.watch('routing.operators', 'id', '', 'updated_at');
CALL audit.watch('routing.routes', 'id', '', 'updated_at');
-- The options have passwords of outbind among them.
CALL audit.watch('routing.smpp_links', 'id', 'password,options', 'updated_at');
CALL audit.watch('routing.link_traces', 'link_id', '', '');
CALL audit.watch('numbers.networks', 'mcc || ''/'' || mnc', '', 'updated_at');
CALL audit.watch('numbers.prefixes', 'prefix', '', 'updated_at');
CALL audit.watch('numbers.ported_numbers', 'msisdn', '', 'updated_at');
CALL audit.watch('compliance.senders', 'id', '', '');
CALL audit.watch('compliance.blocklist', 'id', '', '');
CALL audit.watch('inbound.numbers', 'id', '', '');
CALL audit.watch('billing.balance_alerts', 'account_id', '', 'published');
CALL audit.watch('webhooks.endpoints', 'id', 'secret,previous_secret', 'updated_at');

-- Money: payments and credit limits. What messages reserve and charge is recorded by the ledger itself, and fires none of these.
CREATE FUNCTION audit.changed_money() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM audit.append('insert', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, to_jsonb(NEW) ->> TG_ARGV[0], NULL, to_jsonb(NEW));
    ELSE
        PERFORM audit.append('update', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, to_jsonb(NEW) ->> TG_ARGV[0],
            jsonb_build_object('credit_limit', OLD.credit_limit), jsonb_build_object('credit_limit', NEW.credit_limit));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_paid AFTER INSERT ON billing.account_transactions FOR EACH ROW
    WHEN (NEW.reason <> 'sms_charge') EXECUTE FUNCTION audit.changed_money('id');
CREATE TRIGGER audit_credit AFTER UPDATE OF credit_limit ON billing.account_balances FOR EACH ROW
    WHEN (OLD.credit_limit IS DISTINCT FROM NEW.credit_limit) EXECUTE FUNCTION audit.changed_money('account_id');
