/// Acceptance: every send endpoint calls this module. Open [io.elchi.server.intake.Intake] first and follow the
/// calls.
///
/// The request's thread applies the rules, then counts, checks, routes and prices messages. Then one transaction
/// reserves and stores the
/// messages of several requests ([io.elchi.server.intake.GroupCommit]). After it, they go to the queues of their
/// operators.
///
/// Invariants: an accepted message is stored and its money is reserved; a refused message is neither; queues are
/// bounded.
package io.elchi.server.intake;
