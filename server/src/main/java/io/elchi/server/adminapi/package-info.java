/// What those who run the platform look at and change, as JSON: accounts and their money, keys, operators and
/// their links, routes, prices, networks, sender ids, call detail records. Its contract is
/// `api/openapi/admin.yaml`.
///
/// Every path needs a key with the scope `admin`. Controllers read bodies field by field
/// ([io.elchi.server.http.JsonBody]), hand on to the modules that own what is changed, and keep no state; what
/// they answer are the records named `...View`. They stand in three configurations, as the roles billing,
/// routing and console have them.
package io.elchi.server.adminapi;
