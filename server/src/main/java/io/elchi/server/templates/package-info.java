/// Templates: texts of an account in several locales, with typed variables. Open
/// [io.elchi.server.templates.TemplateStore] first.
///
/// Table: `templates.templates`. Each process keeps all templates in memory, compiled, and follows the changed rows:
/// a message that names a template costs no SQL.
///
/// Invariants: a text names only declared variables; the name of a template is unique in its account; each change
/// raises the version by one.
package io.elchi.server.templates;
