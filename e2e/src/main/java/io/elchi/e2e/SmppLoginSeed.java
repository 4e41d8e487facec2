package io.elchi.e2e;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// An SMPP login for each client account of a database that [Seeding] filled: `load1`, `load2` and so on, by the
/// ids of
/// the accounts.
public final class SmppLoginSeed {
    /// Of all logins.
    public static final String PASSWORD = "loadload";

    private static final int SALT = 16;
    private static final int HASH_BITS = 256;
    private static final int ITERATIONS = 50_000;

    private SmppLoginSeed() {}

    public static void insert(Connection database) throws SQLException, GeneralSecurityException {
        byte[] salted = new byte[SALT + HASH_BITS / Byte.SIZE];
        PBEKeySpec spec = new PBEKeySpec(PASSWORD.toCharArray(), Arrays.copyOf(salted, SALT), ITERATIONS, HASH_BITS);
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
        System.arraycopy(hash, 0, salted, SALT, hash.length);
        try (PreparedStatement insert =
                database.prepareStatement("INSERT INTO accounts.smpp_logins (account_id, system_id,"
                        + " password_hash, bind_allowed, submit_allowed, bind_modes, max_binds, ip_whitelist, tls_required,"
                        + " window_size, default_alphabet, message_class, service_types, receipt_format, receipt_ids,"
                        + " inbound, binary_allowed)"
                        + " SELECT id, 'load' || row_number() OVER (ORDER BY id), ?, true, true, '{transceiver}', 10, '{}',"
                        + " false, 1000, 'gsm', 'transactional', '{}', 'text_and_tlvs', 'uuid', false, false"
                        + " FROM accounts.accounts WHERE type = 'client'")) {
            insert.setBytes(1, salted);
            insert.executeUpdate();
            if (!database.getAutoCommit()) {
                database.commit();
            }
        }
    }
}
