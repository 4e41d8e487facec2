/// SMPP sessions on Netty, for both roles: for an ESME ([SmppClient], [SmppLink]) and for a message centre
/// ([SmppServer]).
///
/// One event loop owns a connection. Its thread alone uses the connection's state, window and timers. Other
/// threads pass requests and answers through bounded queues ([SmppSession#offer], [Exchange#respond]). They get a
/// value at once when there is no free slot ([Offer]). PDUs that arrive there between two turns of the loop are
/// encoded together and flushed once.
///
/// Invariants:
/// - every request with [Offer#ACCEPTED] ends in exactly one [Reply];
/// - a request of the peer is answered at most once, with its own sequence number;
/// - no queue here grows past the window, the limit of requests in progress, or one read of the socket.
package io.elchi.smpp.session;
