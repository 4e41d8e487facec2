/// The command line for a running server. It uses HTTP only: it starts no Spring and knows no table.
///
/// A command sends one or two requests and prints the answer as a table, or unchanged with `--json`. An error is
/// one line on stderr with exit code 1; an invalid command line has exit code 2.
package io.elchi.server.boot.cli;
