// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TlsKeys;
import dev.rollcall.spring.matrix.Site.Server;
import dev.rollcall.testkit.client.Http;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The protocols of ports, and a second port. */
class PortsTest {

    private static final String MANAGEMENT_OF_JETTY =
            "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration";

    @Test
    @DisplayName("over TLS tabs use HTTP/2 for event streams and requests, and HTTP/1.1 for WebSockets")
    void http2() throws IOException, InterruptedException, GeneralSecurityException {
        TlsKeys keys = TlsKeys.shared();
        try (Site site = Server.TOMCAT.start(keys.settings("--server.http2.enabled=true"))) {
            TabDriver tabs = site.tabs(new Http(site.port(), keys.trust(), Version.HTTP_2));
            tabs.drive();
            assertThat(site.warnings()).isEmpty();
        }
    }

    @Test
    @DisplayName("Actuator on a separate port has its endpoint there and nothing of the contract; tabs do not notice")
    void management() {
        try (Site site = Server.TOMCAT.start(
                "--spring.autoconfigure.exclude=" + MANAGEMENT_OF_JETTY,
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=rollcall,health")) {
            site.tabs().drive();
            Http management = new Http(Integer.parseInt(
                    String.valueOf(site.context().getEnvironment().getProperty("local.management.port"))));
            assertThat(management.get("/__skew/health").status()).isNotEqualTo(200);
            assertThat(management.get("/__skew/sse").status()).isNotEqualTo(200);
            site.stop(List.of("websocket", "sse"));
        }
    }
}
