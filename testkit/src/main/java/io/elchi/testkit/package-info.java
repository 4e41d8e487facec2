/// Shared test support: seeded random runs ([Seeds]), coverage-guided fuzzing ([Fuzz]) and vectors
/// from independent sources ([Vectors]). Test scope only; nothing here is shipped.
package io.elchi.testkit;
