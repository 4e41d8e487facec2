/// Simulated operators for tests and the demo: SMSCs on loopback that answer, delay, refuse, throttle, lose and
/// disconnect by their profiles, reproducibly from a seed.
///
/// [Main] starts [SimulatedOperator]s from [Profile]s and the [ControlApi]. [Fate] decides the treatment of a
/// message once, from the seed and the number of the message; the other classes execute it.
package io.elchi.simulator;
