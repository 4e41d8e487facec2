/// What our SMPP stack costs, beside jSMPP in the same run.
package io.elchi.bench.smpp;
