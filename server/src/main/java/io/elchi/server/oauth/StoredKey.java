package io.elchi.server.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.elchi.server.core.KeyEncryption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A signing key as the table has it.
///
/// @param jwk with its private part, when this process can read it
/// @param removedAfter when nobody verifies with it any more
record StoredKey(RSAKey jwk, Instant signsFrom, Instant signsUntil, Instant removedAfter) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredKey.class);
    private static final int BITS = 2_048;

    /// A new key of RSA.
    static RSAKey random() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /// @param encryption null: there is none
    /// @throws SQLException also when the row is none that can be read
    static StoredKey of(ResultSet row, KeyEncryption encryption) throws SQLException {
        String kid = row.getString("kid");
        try {
            RSAKey published = RSAKey.parse(row.getString("public_jwk")).toPublicJWK();
            return new StoredKey(
                    withPrivate(published, kid, row, encryption),
                    OAuthClients.instant(row, "signs_from"),
                    OAuthClients.instant(row, "signs_until"),
                    OAuthClients.instant(row, "removed_after"));
        } catch (ParseException e) {
            throw new SQLException("the signing key " + kid + " cannot be read", e);
        }
    }

    private static RSAKey withPrivate(RSAKey published, String kid, ResultSet row, KeyEncryption encryption)
            throws SQLException {
        SealedKey sealed =
                new SealedKey(row.getBytes("private_key"), row.getBytes("data_key"), row.getString("encrypted_by"));
        try {
            RSAPrivateKey key = (RSAPrivateKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(sealed.open(kid, encryption)));
            return new RSAKey.Builder(published).privateKey(key).build();
        } catch (GeneralSecurityException | IllegalStateException e) {
            LOG.warn("this process verifies with the signing key {} and does not sign with it: {}", kid, e.toString());
            return published;
        }
    }

    void insert(Connection connection, KeyEncryption encryption) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO oauth.signing_keys"
                + " (kid, private_key, data_key, encrypted_by, public_jwk, signs_from, signs_until,"
                + " removed_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            SealedKey sealed =
                    SealedKey.seal(jwk.getKeyID(), jwk.toRSAPrivateKey().getEncoded(), encryption);
            insert.setString(1, jwk.getKeyID());
            insert.setBytes(2, sealed.octets());
            insert.setBytes(3, sealed.dataKey());
            insert.setString(4, sealed.encryptedBy());
            insert.setString(5, jwk.toPublicJWK().toJSONString());
            insert.setObject(6, signsFrom.atOffset(ZoneOffset.UTC));
            insert.setObject(7, signsUntil.atOffset(ZoneOffset.UTC));
            insert.setObject(8, removedAfter.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (JOSEException e) {
            throw new IllegalStateException("a new key has a private part", e);
        }
    }
}
