/// Hostile clients against the packaged product. Each attack runs for a while, and another client sends OTP
/// meanwhile. The checks are: OTP are accepted in time, the process stays alive, and its memory stays bounded.
///
/// All traffic goes to loopback and is bounded in number and time.
package io.elchi.e2e.hostile;
