package io.elchi.server.core;

import java.net.InetAddress;

/// Who asks for a change: bound to the thread of a request, and written into the audit by the database's triggers.
///
/// @param session of a user, as the list of sessions names it; null: there is none
/// @param address of the client
/// @param correlationId of the request
/// @param reason why, in the client's words; null when it gave none
public record Actor(
        long accountId,
        Credential credential,
        String session,
        InetAddress address,
        String correlationId,
        String reason) {
    /// Not bound: the server itself.
    public static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    /// The same caller, in a request.
    public Actor in(String correlation, String why) {
        return new Actor(accountId, credential, session, address, correlation, why);
    }
}
