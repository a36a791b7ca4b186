// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.deployment.DeploymentCheck;
import dev.rollcall.protocol.deployment.DeploymentSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.testkit.ManualTimer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deployment check over TLS: only a trusted certificate for that host will do. */
class DeploymentTlsTest {

    private final ManualTimer timer = ManualTimer.still();
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(timer).build();
    private SSLContext before;
    private X509Bundle bundle;
    private HttpsServer site;

    @BeforeEach
    void serve() throws Exception {
        before = SSLContext.getDefault();
        bundle = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SSLContext own = SSLContext.getInstance("TLS");
        own.init(bundle.toKeyManagerFactory().getKeyManagers(), null, null);
        site = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setHttpsConfigurator(new HttpsConfigurator(own));
        site.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("v1".getBytes(UTF_8));
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void close() {
        SSLContext.setDefault(before);
        site.stop(0);
        rollcall.close();
        timer.close();
    }

    private void trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("site", bundle.getCertificate());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        SSLContext.setDefault(context);
    }

    private void reports(String host, String expected) {
        URI address = URI.create("https://" + host + ":" + site.getAddress().getPort() + "/version.txt");
        ProtocolOptions options = ProtocolOptions.builder()
                .set(DeploymentSettings.CHECK_URL, address)
                .set(DeploymentSettings.CHECK_CONNECTIONS, 3)
                .set(DeploymentSettings.CHECK_ANSWERS, 3)
                .build();
        try (DeploymentCheck check = new DeploymentCheck(rollcall.internals(), options)) {
            timer.advance(Duration.ZERO);
            await().untilAsserted(() -> assertThat(
                            new String(check.report().toCompletableFuture().join(), UTF_8))
                    .contains(expected));
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsNone() {
        reports("localhost", "\"why\":\"no secure connection");
    }

    @Test
    void aCertificateOfAnotherHostIsNone() throws Exception {
        trust();
        reports("127.0.0.1", "\"why\":\"no secure connection");
    }

    @Test
    void aTrustedCertificateOfTheHostWillDo() throws Exception {
        trust();
        reports("localhost", "\"state\":\"settled\"");
    }
}
