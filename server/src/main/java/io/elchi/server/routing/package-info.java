/// Operators, routes, settings of links, and route decisions by least cost and health.
///
/// Tables (schema `routing`): `operators`, `routes`, `smpp_links`, `operator_metrics`; `route_versions` and
/// `route_changes`, which triggers write; `shard_sessions` and `session_rebinds`. Operators, routes and prices
/// are compiled into one immutable [io.elchi.server.routing.RouteTable], which is replaced when any of them
/// changes. A decision is a pure function of the query, the table and the health of the operators. It can be
/// explained.
///
/// The cost of a candidate is its cost of a submit_sm, times the submit_sm that its links make of the text, by
/// their own encoding and splitting ([io.elchi.server.routing.SubmitCounts]). Where the links of one operator
/// differ, the largest number counts. The price is that of the parts that the client was quoted. The margin
/// compares both.
///
/// Candidates are the account's own routes. Without any, they are those of the nearest reseller above it that has
/// routes, and otherwise the common ones. Unusable candidates are excluded. The others are ordered by priority,
/// then cost, then weight. Operators without a bound session go to the end.
package io.elchi.server.routing;
