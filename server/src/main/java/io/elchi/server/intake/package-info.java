/// The send pipeline: what every entrance calls, and what a newcomer reads first. Open
/// [io.elchi.server.intake.Intake] and follow the calls down.
///
/// A request is counted, checked, routed and priced in the caller's thread; then the messages of all callers of a
/// moment are reserved and stored in one transaction ([io.elchi.server.intake.GroupCommit]), and handed to their
/// operators' queues.
///
/// Invariants: what is answered accepted is stored and paid for; what is refused is neither; what waits is bounded.
package io.elchi.server.intake;
