package io.elchi.server.core;

import java.net.InetAddress;

/// Who asks for a change: bound to the thread of a request, and written into the audit by the database's triggers.
///
/// @param session of a user, as the list of sessions names it; null: there is none
/// @param address of the client
/// @param correlationId of the request
/// @param reason why, in the client's words; null when it gave none
/// @param approvedBy the person who approved it; 0: nobody had to
/// @param certificate SHA-256, in hexadecimal digits, of the client certificate that stood for the key; null: none
///     did
public record Actor(
        long accountId,
        Credential credential,
        String session,
        InetAddress address,
        String correlationId,
        String reason,
        long approvedBy,
        String certificate) {
    /// Not bound: the server itself.
    public static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    public Actor(
            long accountId,
            Credential credential,
            String session,
            InetAddress address,
            String correlationId,
            String reason) {
        this(accountId, credential, session, address, correlationId, reason, 0, null);
    }

    /// The same caller, in a request.
    public Actor in(String correlation, String why) {
        return new Actor(accountId, credential, session, address, correlation, why, 0, certificate);
    }

    /// The same caller, whose credential was a certificate.
    public Actor by(String sha256) {
        return new Actor(accountId, credential, session, address, correlationId, reason, approvedBy, sha256);
    }
}
