/// Our client and our server with peers that nobody here wrote: jSMPP, the npm package `smpp`, and tshark, which reads
/// what we write. Only the public doors of the library are used here.
package io.elchi.smpp.interop;
