package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.smpp.session.SmppSession;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;

/// The certificate that a session showed. The handshake proved that the client has its key.
///
/// @param sha256 of it, as logins have it; null: it showed none
/// @param until it is valid
record ShownCertificate(String sha256, Instant until) {
    private static final ShownCertificate NONE = new ShownCertificate(null, Instant.MIN);

    static ShownCertificate of(SmppSession session) {
        return session.peerCertificate()
                .map(shown ->
                        new ShownCertificate(hash(shown), shown.getNotAfter().toInstant()))
                .orElse(NONE);
    }

    private static String hash(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the login asks for none, or for this one, and it has not expired.
    boolean fits(SmppLogin login, Instant now) {
        String wanted = login.binds().certificate();
        return wanted == null || wanted.equals(sha256) && now.isBefore(until);
    }
}
