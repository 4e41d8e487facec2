/// Who carries a message: operators, routes, the settings of their links, least cost, health.
///
/// Tables (schema `routing`): `operators`, `routes`, `smpp_links`, `operator_metrics`. Operators, routes and prices are
/// compiled into one immutable [io.elchi.server.routing.RouteTable], which is swapped when any of them changes. A
/// decision is a pure function of the query, the table and the operators' health, and can be explained.
///
/// The rows of the account itself, else of the nearest reseller above it that has any, else the common ones, are the
/// candidates; those that cannot be used fall out; the rest stand by priority, then cost, then weight; operators that
/// cannot be reached now go to the end.
package io.elchi.server.routing;
