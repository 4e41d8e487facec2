/// The console and the portal: the files that `web/` builds, as the server sends them to browsers.
///
/// They are in the jar elchi-web on the class path, each beside its compressed forms. Every path that is no file
/// of them and no operation is a page of the application, which reads its address itself. Without the jar, or without a
/// Node when it was built, one page says what to install.
package io.elchi.server.pages;
