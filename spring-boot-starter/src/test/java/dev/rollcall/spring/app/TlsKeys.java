// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key and its certificate for localhost, made by the JDK's keytool.
 *
 * @param file the key store
 */
public record TlsKeys(Path file) {

    private static final String PASSWORD = "not-a-secret";
    private static @Nullable TlsKeys shared;

    /** Returns a key for all tests of this process: making one takes as long as a test. */
    public static synchronized TlsKeys shared() throws IOException, InterruptedException {
        TlsKeys keys = shared;
        if (keys == null) {
            keys = make(Files.createTempDirectory("rollcall-tls"));
            shared = keys;
        }
        return keys;
    }

    private static TlsKeys make(Path folder) throws IOException, InterruptedException {
        folder.toFile().deleteOnExit();
        Path file = folder.resolve("keys.p12");
        file.toFile().deleteOnExit();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "site",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new TlsKeys(file);
    }

    /** Returns the settings of an application that listens with this key, followed by others. */
    public String[] settings(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "--server.ssl.key-store=" + file.toUri();
        all[1] = "--server.ssl.key-store-password=" + PASSWORD;
        all[2] = "--server.ssl.key-store-type=PKCS12";
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    /** Returns a client that trusts the certificate. */
    public HttpClient client(Version version) throws IOException, GeneralSecurityException {
        return HttpClient.newBuilder().sslContext(trust()).version(version).build();
    }

    /** Returns a TLS context that trusts the certificate. */
    public SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("site", store.getCertificate("site"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
