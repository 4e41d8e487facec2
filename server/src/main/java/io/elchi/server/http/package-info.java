/// HTTP: the fast path, problem answers, security chains, the outgoing client.
///
/// Every request comes through [io.elchi.server.http.RequestGuard] and [io.elchi.server.http.EdgeValve], where the
/// limits of connections, headers and bodies are; docs/decisions/0019 has the order and the reasons. `/metrics`
/// and `/health` have a port of their own ([io.elchi.server.http.ManagementPort]).
///
/// The fast path ([io.elchi.server.http.FastPathValve]) answers what is asked most often ahead of the servlet
/// filters, on the same port; docs/decisions/0002 says why. Before it stands, while requests are being refused, a
/// shedder (docs/decisions/0018). Whatever is answered, an error is a problem document (RFC 9457) with a code of
/// the one catalogue ([io.elchi.server.core.Failure]).
package io.elchi.server.http;
