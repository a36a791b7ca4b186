// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.process.JavaProcess;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with a certificate. */
class TlsIT {

    @TempDir
    private Path files;

    private X509Bundle bundle;

    @BeforeEach
    void certify() throws Exception {
        bundle = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanIpAddress("127.0.0.1")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(files.resolve("certificate.pem"), bundle.getCertificatePEM());
        Files.writeString(files.resolve("key.pem"), bundle.getPrivateKeyPEM());
    }

    @Test
    void speaksHttp2WithTheCertificateInTheFiles() throws Exception {
        try (JavaProcess server = start("key.pem")) {
            String address = server.address();
            assertThat(address).startsWith("https://127.0.0.1:");
            HttpResponse<String> health = HttpClient.newBuilder()
                    .sslContext(trust())
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(address + "/health"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(health.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(health.body()).contains("\"ok\":true");
            server.terminate();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void anUnusableFileIsNamedAndExitsWithTwo() throws Exception {
        try (JavaProcess server = start("certificate.pem")) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.err().all())
                    .anyMatch(line -> line.contains("tls-key") && line.contains("BEGIN PRIVATE KEY"))
                    .noneMatch(line -> line.contains("listens on"));
        }
    }

    private JavaProcess start(String key) throws Exception {
        return ServerJar.start(
                Map.of("ROLLCALL_ADMIN_SECRET", "correct-horse-battery"),
                "serve",
                "--host=127.0.0.1",
                "--port=0",
                "--tls-certificate=" + files.resolve("certificate.pem"),
                "--tls-key=" + files.resolve(key));
    }

    private SSLContext trust() throws Exception {
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
