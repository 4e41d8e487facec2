package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;

/// An ESME asks to be bound.
///
/// @param session the connection, not bound yet
/// @param remote the ESME's address, for allow lists
/// @param isShut whether its address has sent too many wrong passwords by now: a slow check of one more can be left
///     out
public record BindRequest(SmppSession session, Bind bind, InetSocketAddress remote, BooleanSupplier isShut) {}
