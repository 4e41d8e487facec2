/// Prices: what accounts pay for a part, and what operators get.
///
/// Tables (schema `tariffs`): `tariff_routes`, `operator_costs`, `exchange_rates`. A
/// [io.elchi.server.tariffs.PriceBook]
/// is all of them at one moment; routing compiles it together with the routes.
///
/// Of the rows that fit a message the lowest priority wins; then the account's own row before the common one, the
/// longest prefix, the network before the country, the operator's row before the one for all; then the one that is
/// valid since later.
package io.elchi.server.tariffs;
