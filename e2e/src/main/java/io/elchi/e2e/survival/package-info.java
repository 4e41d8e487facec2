/// Faults under load, and what must hold after each of them.
package io.elchi.e2e.survival;
