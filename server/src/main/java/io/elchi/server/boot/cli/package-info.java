/// The command line that asks a running server, over HTTP only: it starts no Spring and knows no table.
///
/// A command builds one or two requests and prints the answer, as a table for people or with `--json` as it came.
/// What goes wrong is one line on stderr and exit code 1; a command that is not understood is exit code 2.
package io.elchi.server.boot.cli;
