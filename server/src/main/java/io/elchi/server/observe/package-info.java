/// Metrics, health, and log lines with correlation ids.
///
/// Every metric has a constant in [io.elchi.server.observe.Metric]; `docs/reference/metrics.md` is generated from
/// it. Modules keep references to their counters: the message path never looks up a metric by name.
package io.elchi.server.observe;
