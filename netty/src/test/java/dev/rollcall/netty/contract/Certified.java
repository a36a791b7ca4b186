// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.contract;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for loopback, in files, and a TLS context that trusts it.
 *
 * @param certificate PEM
 * @param key PEM
 * @param trust the TLS context of a client that trusts it
 */
public record Certified(Path certificate, Path key, SSLContext trust) {

    /** Makes a new certificate, in its own directory, which is deleted when the process ends. */
    public static Certified make() {
        try {
            Path directory = Files.createTempDirectory("rollcall-tls");
            directory.toFile().deleteOnExit();
            return make(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a new certificate in these files, overwriting them. */
    public static Certified make(Path certificate, Path key) {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            Files.writeString(certificate, bundle.getCertificatePEM());
            Files.writeString(key, bundle.getPrivateKeyPEM());
            certificate.toFile().deleteOnExit();
            key.toFile().deleteOnExit();
            return new Certified(certificate, key, trust(bundle));
        } catch (Exception e) {
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    private static SSLContext trust(X509Bundle bundle) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("it", bundle.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
