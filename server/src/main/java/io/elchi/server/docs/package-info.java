/// The documentation that the server itself serves to everybody: the contracts at `/openapi`, a reference made
/// from them at `/docs`, a page for each error, and the guides as Markdown. All of it comes from the jar, and no
/// page makes a request to another host.
///
/// The text about errors is in `docs/errors.properties` of the resources, beside the codes of
/// [io.elchi.server.core.Failure]; docs/reference/errors.md is made of the same text.
package io.elchi.server.docs;
