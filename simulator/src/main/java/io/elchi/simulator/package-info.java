/// An operator to test against and to demo with: SMSCs on loopback that answer, delay, refuse, throttle, lose and
/// disconnect as their profiles say, the same way for the same seed.
///
/// [Main] starts [Operator]s from [Profile]s and the [ControlApi]. What happens to a message is decided once, by
/// [Fate], from the seed and the number of the message; the rest carries it out.
package io.elchi.simulator;
