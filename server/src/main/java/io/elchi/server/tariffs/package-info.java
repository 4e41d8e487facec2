/// Prices that accounts pay for a part, and costs that operators get.
///
/// Tables (schema `tariffs`): `tariff_routes`, `operator_costs`, `exchange_rates`. A
/// [io.elchi.server.tariffs.PriceBook] contains all of them at one moment; routing compiles it together with the
/// routes.
///
/// Of the rows that fit a message, these decide in order: the lowest priority; the account's own row before the
/// common one; the longest prefix; the network before the country; the operator's row before the one for all
/// operators; the latest start of validity.
package io.elchi.server.tariffs;
