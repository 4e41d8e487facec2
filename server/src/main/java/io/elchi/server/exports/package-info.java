/// Exports: lists as files, made in the background.
///
/// Tables (schema `exports`): `jobs` and `chunks`. The octets of a file are rows, so that every process serves every
/// file, and a file outlives the process that made it.
///
/// Start reading at [io.elchi.server.exports.Exports], which controllers call, and at
/// [io.elchi.server.exports.ExportRunner], which makes the files. A job has at most one runner, by a lease in its
/// row.
/// A CSV
/// file goes on behind its last chunk when its runner ends; a workbook begins again, since its compression cannot be
/// taken up in the middle.
///
/// Invariants: memory has one page of a list and one chunk; a chunk and the place in the list that it ends at are
/// committed together; a runner that lost its lease writes nothing; content of messages is in no export.
package io.elchi.server.exports;
