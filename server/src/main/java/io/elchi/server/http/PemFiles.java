package io.elchi.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates and keys in PEM (RFC 7468).
final class PemFiles {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String CONVERT = "convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEWKEY";
    private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);

    private PemFiles() {}

    /// The certificates in their order, at least one.
    ///
    /// @throws IOException with a sentence about the content
    static List<X509Certificate> certificates(byte[] pem) throws IOException {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IOException("has no certificate in PEM");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException("has a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    /// The private key, PKCS#8 without encryption.
    ///
    /// @throws IOException with a sentence about the content, without any of it
    static PrivateKey key(byte[] pem) throws IOException {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            String type = block.group(1);
            if (type.equals("PRIVATE KEY")) {
                return key(block.group(2));
            }
            if (type.endsWith("PRIVATE KEY")) {
                throw new IOException("has a key of the form '" + type + "', not unencrypted PKCS#8; " + CONVERT);
            }
        }
        throw new IOException("has no private key in PEM");
    }

    private static PrivateKey key(String base64) throws IOException {
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new IOException("has a private key that is not Base64", e);
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException ignored) {
                // It is a key of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
        }
        throw new IOException("has a private key that is neither RSA, EC nor EdDSA");
    }

    /// Whether the key belongs to the certificate's public key.
    static boolean match(PrivateKey key, PublicKey publicKey) {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "EdDSA";
                    });
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException ignored) {
            // The key and the certificate are of different algorithms.
            return false;
        }
    }
}
