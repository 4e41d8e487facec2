/// Clients that mean harm, against the packaged product: each attack runs for a while, and meanwhile another
/// client sends OTPs. What counts is whether the OTPs are accepted in time, whether the process messages, and how
/// much memory it takes.
///
/// All traffic goes to loopback and is bounded in number and time.
package io.elchi.e2e.hostile;
