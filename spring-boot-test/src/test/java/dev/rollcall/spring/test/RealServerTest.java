// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** With a web server: requests over a socket and tabs in memory meet in one Rollcall. */
@SpringBootTest(
        classes = Shop.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "rollcall.current-version=build-1",
            "rollcall.secrets.ci=a-secret-for-the-pipeline",
            "server.address=127.0.0.1",
            "server.servlet.context-path=/app"
        })
@AutoConfigureRollcall
class RealServerTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestTabs tabs;

    @Autowired
    private Rollcall rollcall;

    @Test
    void whatThePipelineAnnouncesReachesTheTabs() throws Exception {
        TestTab tab = tabs.open("/", "build-1");
        HttpRequest release = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/app/__skew/admin/releases"))
                .header("Authorization", "Bearer a-secret-for-the-pipeline")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"version\":\"build-2\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(release, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(tab.isOutdated()).isTrue();
        assertThat(rollcall.currentVersion()).isEqualTo("build-2");
    }
}
