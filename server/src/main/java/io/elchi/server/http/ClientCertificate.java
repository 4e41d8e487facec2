package io.elchi.server.http;

import jakarta.servlet.ServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.catalina.connector.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The certificate that a client showed in the TLS handshake, which verified it. It is read once for a TLS
/// session, and stays with it, also when the session is resumed.
///
/// @param hash SHA-256 of its DER, as `x5t#S256` of RFC 8705, 3.1; not to be changed
/// @param sha256 the same in hexadecimal digits
/// @param subject without control characters, at most 256 characters
public record ClientCertificate(byte[] hash, String sha256, String subject, Instant expiresAt) {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificate.class);
    private static final String FIELD = "client_certificate";
    /// The name of a TLS session's value, and of a request's attribute.
    private static final String NAME = ClientCertificate.class.getName();
    private static final int LONGEST = 256;
    /// Of a TLS session without a certificate.
    private static final ClientCertificate NONE = new ClientCertificate(new byte[0], "", "", Instant.MIN);

    /// The certificate that may stand for a key in this request; null: there is none.
    public static ClientCertificate of(ServletRequest request) {
        return (ClientCertificate) request.getAttribute(NAME);
    }

    /// Whether it is the certificate with this hash, and has not expired. A connection, or a TLS session that is
    /// resumed, may outlive the certificate.
    public boolean is(byte[] wanted, Instant now) {
        return now.isBefore(expiresAt) && Arrays.equals(hash, wanted);
    }

    /// Finds the certificate of the request's connection, puts its subject on the log lines of this thread until
    /// closed, and logs it for the first request of a TLS session. The correlation id must be set.
    ///
    /// A certificate stands for no key in a request of a browser: a page of another site can make a browser show
    /// it.
    ///
    /// @return null when the client showed none
    static MDC.MDCCloseable logged(Request request) {
        SSLSession session = request.getCoyoteRequest().getNote(RequestGuard.NOTE) instanceof GuardedProcessor processor
                ? processor.tlsSession()
                : null;
        if (session == null) {
            return null;
        }
        ClientCertificate known = (ClientCertificate) session.getValue(NAME);
        ClientCertificate certificate = known == null ? read(session) : known;
        if (certificate == NONE) {
            return null;
        }
        if (request.getHeader("Origin") == null && request.getHeader("Sec-Fetch-Site") == null) {
            request.setAttribute(NAME, certificate);
        }
        MDC.MDCCloseable field = MDC.putCloseable(FIELD, certificate.subject);
        if (known == null) {
            LOG.info("a client showed the certificate of {}", certificate.subject);
        }
        return field;
    }

    private static ClientCertificate read(SSLSession session) {
        ClientCertificate certificate = NONE;
        try {
            if (session.getPeerCertificates()[0] instanceof X509Certificate shown) {
                certificate = of(shown);
            }
        } catch (SSLPeerUnverifiedException ignored) {
            // It showed none.
        } catch (CertificateEncodingException e) {
            LOG.warn("a client's certificate cannot be encoded: {}", e.getMessage());
        }
        session.putValue(NAME, certificate);
        return certificate;
    }

    private static ClientCertificate of(X509Certificate shown) throws CertificateEncodingException {
        byte[] hash = hash(shown);
        String name = shown.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
        return new ClientCertificate(
                hash,
                HexFormat.of().formatHex(hash),
                name.length() > LONGEST ? name.substring(0, LONGEST) : name,
                shown.getNotAfter().toInstant());
    }

    /// SHA-256 of a certificate's DER.
    public static byte[] hash(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
