/// The two-person rule: a dangerous change that a person asks for waits as a draft until another person approves
/// it.
///
/// Tables (schema `approvals`): `drafts`.
///
/// Start reading at [io.elchi.server.approvals.Drafts]. Controllers ask it, through
/// [io.elchi.server.http.Approval], when a request is checked and would be carried out. An approved draft goes
/// through the same controller again, in the name of its author ([io.elchi.server.http.ApprovedRequests]).
///
/// Invariants: nobody approves its own draft; a draft is carried out once at most; its author and the person who
/// approves it both have the permission at that time.
package io.elchi.server.approvals;
