/// People: who they are, how they prove it, and what their roles allow.
///
/// Tables (schema `identity`): `users`, `user_identities`, `roles`, `recovery_codes`, `password_links`,
/// `attempts`, `sign_ins`; `sessions` and `sessions_attributes` are Spring Session's.
///
/// Start reading at [io.elchi.server.identity.SignIn]. A session begins there, and `SessionCallers` makes a caller
/// of it at each request, as keys make one. [io.elchi.server.identity.Users] is for those who invite and change
/// people.
///
/// Invariants: no password, code, token of a session or of a link is stored as it is; a code and a link are taken
/// once; nobody gives somebody else a permission that it does not have; a person that is suspended, or a session
/// that is ended, can do nothing from the next request on, in every process.
package io.elchi.server.identity;
