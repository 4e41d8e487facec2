/// CPU of our SMPP stack, beside jSMPP in the same run.
package io.elchi.bench.smpp;
