/// SMPP sessions for both roles on Netty: an ESME's ([SmppClient], [SmppLink]) and a message centre's
/// ([SmppServer]).
///
/// One event loop owns a connection: its state, its window and its timers are touched by that thread alone. Other
/// threads hand over through one bounded way in ([SmppSession#offer], [Exchange#respond]) and learn at once when
/// there is no free slot ([Offer]). What is handed over between two turns of the loop is encoded together and
/// flushed once.
///
/// Invariants:
/// - every request that [Offer#ACCEPTED] took ends in exactly one [Reply];
/// - a request of the peer is answered at most once, with the sequence number it came with;
/// - no queue here grows past the window, the limit of requests in progress, or one read of the socket.
package io.elchi.smpp.session;
