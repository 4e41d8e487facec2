CALL audit.watch('identity.users', 'id', 'password_hash,totp_secret', 'updated_at,last_sign_in_at,totp_step');
CALL audit.watch('identity.roles', 'id', '', 'updated_at');
CALL audit.watch('identity.recovery_codes', 'user_id', 'code_hash', '');
CALL audit.watch('identity.password_links', 'user_id', 'token_hash', '');
-- Old ones are deleted in time; their entries stay.
CREATE TRIGGER audit_inserted AFTER INSERT ON identity.sign_ins REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION audit.changed('id', '', '');

ALTER TABLE audit.entries ADD COLUMN user_id BIGINT;
CREATE INDEX entries_user ON audit.entries (user_id, id) WHERE user_id IS NOT NULL;

CREATE OR REPLACE FUNCTION audit.append(action TEXT, object TEXT, id TEXT, before JSONB, after JSONB) RETURNS VOID LANGUAGE sql AS $$
    INSERT INTO audit.entries (at, account_id, api_key_id, user_id, object, object_id, body)
    SELECT now.at, (now.actor ->> 'account_id')::bigint, (now.actor ->> 'api_key_id')::bigint, (now.actor ->> 'user_id')::bigint, object, id,
        (jsonb_strip_nulls(jsonb_build_object('at', to_char(now.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'actor', now.actor, 'action', action, 'object', object, 'id', id))
            || CASE WHEN before IS NULL THEN '{}' ELSE jsonb_build_object('before', before) END
            || CASE WHEN after IS NULL THEN '{}' ELSE jsonb_build_object('after', after) END)::text
    FROM (SELECT clock_timestamp() AS at, audit.actor() AS actor) AS now
$$;
