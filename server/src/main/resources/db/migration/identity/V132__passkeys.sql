-- Public keys of people's authenticators (WebAuthn level 3). There is no secret among them.
CREATE TABLE identity.passkeys (
    credential_id      BYTEA PRIMARY KEY,
    user_id            BIGINT NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
    label              TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
    -- COSE_Key (RFC 9052).
    public_key         BYTEA NOT NULL,
    signature_count    BIGINT NOT NULL,
    user_verified      BOOLEAN NOT NULL,
    backup_eligible    BOOLEAN NOT NULL,
    backup_state       BOOLEAN NOT NULL,
    transports         TEXT[] NOT NULL,
    attestation_object BYTEA NOT NULL,
    attestation_data   BYTEA NOT NULL,
    created_at         TIMESTAMPTZ NOT NULL,
    last_used_at       TIMESTAMPTZ NOT NULL
);
CREATE INDEX passkeys_user ON identity.passkeys (user_id);
