package io.elchi.server.identity;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;

/// Passkeys in PostgreSQL. A person's handle to its authenticators is the id in 8 octets.
final class PasskeyStore implements UserCredentialRepository {
    private final JdbcClient jdbc;

    PasskeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static Bytes handle(long user) {
        return new Bytes(ByteBuffer.allocate(Long.BYTES).putLong(user).array());
    }

    /// 0: it is no handle of ours.
    static long user(Bytes handle) {
        byte[] octets = handle.getBytes();
        return octets.length == Long.BYTES ? ByteBuffer.wrap(octets).getLong() : 0;
    }

    @Override
    public void save(CredentialRecord passkey) {
        jdbc.sql("INSERT INTO identity.passkeys (credential_id, user_id, label, public_key, signature_count,"
                        + " user_verified, backup_eligible, backup_state, transports, attestation_object,"
                        + " attestation_data, created_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (credential_id) DO UPDATE SET signature_count = excluded.signature_count,"
                        + " backup_state = excluded.backup_state, last_used_at = excluded.last_used_at"
                        + " WHERE passkeys.user_id = excluded.user_id")
                .params(
                        passkey.getCredentialId().getBytes(),
                        user(passkey.getUserEntityUserId()),
                        passkey.getLabel(),
                        passkey.getPublicKey().getBytes(),
                        passkey.getSignatureCount(),
                        passkey.isUvInitialized(),
                        passkey.isBackupEligible(),
                        passkey.isBackupState(),
                        passkey.getTransports().stream()
                                .map(AuthenticatorTransport::getValue)
                                .toArray(String[]::new),
                        passkey.getAttestationObject().getBytes(),
                        passkey.getAttestationClientDataJSON().getBytes(),
                        utc(passkey.getCreated()),
                        utc(passkey.getLastUsed()))
                .update();
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    @Override
    public CredentialRecord findByCredentialId(Bytes id) {
        return jdbc.sql("SELECT * FROM identity.passkeys WHERE credential_id = ?")
                .param(id.getBytes())
                .query((row, _) -> passkey(row))
                .optional()
                .orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes handle) {
        return jdbc.sql("SELECT * FROM identity.passkeys WHERE user_id = ? ORDER BY created_at")
                .param(user(handle))
                .query((row, _) -> passkey(row))
                .list();
    }

    @Override
    public void delete(Bytes id) {
        jdbc.sql("DELETE FROM identity.passkeys WHERE credential_id = ?")
                .param(id.getBytes())
                .update();
    }

    /// @return false: the person has no such passkey
    boolean delete(long user, byte[] id) {
        return jdbc.sql("DELETE FROM identity.passkeys WHERE user_id = ? AND credential_id = ?")
                        .params(user, id)
                        .update()
                == 1;
    }

    void deleteAll(long user) {
        jdbc.sql("DELETE FROM identity.passkeys WHERE user_id = ?").param(user).update();
    }

    private static CredentialRecord passkey(ResultSet row) throws SQLException {
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(row.getBytes("credential_id")))
                .userEntityUserId(handle(row.getLong("user_id")))
                .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
                .signatureCount(row.getLong("signature_count"))
                .uvInitialized(row.getBoolean("user_verified"))
                .backupEligible(row.getBoolean("backup_eligible"))
                .backupState(row.getBoolean("backup_state"))
                .transports(Arrays.stream((String[]) row.getArray("transports").getArray())
                        .map(AuthenticatorTransport::valueOf)
                        .collect(Collectors.toSet()))
                .attestationObject(new Bytes(row.getBytes("attestation_object")))
                .attestationClientDataJSON(new Bytes(row.getBytes("attestation_data")))
                .label(row.getString("label"))
                .created(row.getObject("created_at", OffsetDateTime.class).toInstant())
                .lastUsed(row.getObject("last_used_at", OffsetDateTime.class).toInstant())
                .build();
    }
}
