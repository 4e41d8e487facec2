package io.elchi.server.http;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.coyote.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The certificate that a client showed in the TLS handshake, which verified it.
final class ClientCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificate.class);
    private static final String FIELD = "client_certificate";
    /// The value of a TLS session that has the subject.
    private static final String SUBJECT = ClientCertificate.class.getName();
    private static final int LONGEST = 256;

    private ClientCertificate() {}

    /// Puts the certificate's subject on the log lines of this thread until closed, and logs it for the first
    /// request of a TLS session. The correlation id must be set.
    ///
    /// @return null when the client showed none
    static MDC.MDCCloseable logged(Request request) {
        SSLSession session = request.getNote(RequestGuard.NOTE) instanceof GuardedProcessor processor
                ? processor.tlsSession()
                : null;
        if (session == null) {
            return null;
        }
        Object known = session.getValue(SUBJECT);
        String subject = known == null ? subject(session) : known.toString();
        if (subject.isEmpty()) {
            return null;
        }
        MDC.MDCCloseable field = MDC.putCloseable(FIELD, subject);
        if (known == null) {
            LOG.info("a client showed the certificate of {}", subject);
        }
        return field;
    }

    private static String subject(SSLSession session) {
        String subject = "";
        try {
            String name = session.getPeerPrincipal().getName().replaceAll("\\p{Cntrl}", "?");
            subject = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        } catch (SSLPeerUnverifiedException ignored) {
            // It showed none.
        }
        session.putValue(SUBJECT, subject);
        return subject;
    }
}
