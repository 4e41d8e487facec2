/// Faults under load, and the checks after each of them.
package io.elchi.e2e.survival;
