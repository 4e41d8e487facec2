package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import java.net.InetSocketAddress;

/// An ESME asks to be bound.
///
/// @param session the connection, not bound yet
/// @param remote the ESME's address, for allow lists
public record BindRequest(SmppSession session, Bind bind, InetSocketAddress remote) {}
