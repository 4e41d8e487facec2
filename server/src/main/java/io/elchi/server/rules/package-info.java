/// Rules for messages: what is sent is matched and rewritten or refused, before the checks that every message
/// passes.
/// Open [io.elchi.server.rules.RuleTable] first.
///
/// Table: `rules.rules`. Each process keeps all rules in memory, compiled, and follows every change: a message costs
/// no SQL. Without rules a message costs one read of a field.
///
/// Invariants: a message passes the rules once, in their order, each of them at most once. A pattern is matched in
/// time linear to the text (RE2). Rules that this release cannot read are left out, and reported.
package io.elchi.server.rules;
