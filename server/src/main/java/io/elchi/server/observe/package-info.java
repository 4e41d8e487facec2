/// What the outside sees of a running server: metric names, health, log lines with correlation ids.
///
/// Every metric stands in [io.elchi.server.observe.Metric]; `docs/reference/metrics.md` is written from it. Rooms
/// keep the counters they use: nothing on the message path of a message looks one up by name.
package io.elchi.server.observe;
