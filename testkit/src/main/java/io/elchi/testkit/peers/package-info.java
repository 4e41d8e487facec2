/// Programs that nobody here wrote, as peers of tests: how they are installed, run, and what they read of ours.
package io.elchi.testkit.peers;
