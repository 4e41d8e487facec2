package io.elchi.smpp.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// A certificate for localhost, as PEM files for us and for Node, as contexts for peers in this JVM.
record Certificate(X509Bundle bundle, Path chain, Path key) {
    static Certificate in(Path folder) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        return new Certificate(
                bundle,
                Files.writeString(folder.resolve("chain.pem"), bundle.getCertificatePathPEM()),
                Files.writeString(folder.resolve("key.pem"), bundle.getPrivateKeyPEM()));
    }

    /// Shows the certificate and trusts it.
    SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                bundle.toKeyManagerFactory().getKeyManagers(),
                bundle.toTrustManagerFactory().getTrustManagers(),
                null);
        return context;
    }
}
