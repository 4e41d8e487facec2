/// HTTP server: fast path, limits, problem documents, security chains; and the outgoing HTTP client.
///
/// Every request passes [io.elchi.server.http.RequestGuard] and [io.elchi.server.http.EdgeValve] with the limits
/// of connections, headers and bodies; docs/decisions/0019 has their order and reasons. `/metrics` and `/health`
/// have their own port ([io.elchi.server.http.ManagementPort]).
///
/// The fast path ([io.elchi.server.http.FastPathValve]) answers the most frequent requests ahead of the servlet
/// filters, on the same port (docs/decisions/0002). While requests are refused, a load shedder works ahead of it
/// (docs/decisions/0018). Every error is a problem document (RFC 9457) with a code of the one catalogue
/// ([io.elchi.server.core.Failure]).
package io.elchi.server.http;
