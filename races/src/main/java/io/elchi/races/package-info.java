/// Races, searched by drawing the order of threads. The scenarios are among the tests, in the packages of the
/// classes that they run; [io.elchi.races.FrayRuntime] runs them.
package io.elchi.races;
