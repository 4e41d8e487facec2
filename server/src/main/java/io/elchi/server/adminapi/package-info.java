/// The admin API: JSON for accounts and their money, keys, operators and their links, routes, prices, networks,
/// sender ids, call detail records. Its contract is `api/openapi/admin.yaml`.
///
/// Each operation names its permission ([io.elchi.server.http.Needs]). Controllers read bodies field by field
/// ([io.elchi.server.http.JsonBody]), call the modules that own the data, and keep no state. Answers are the
/// records named `...View`. Three configurations group the controllers by the roles billing, routing and console.
package io.elchi.server.adminapi;
