// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example as its README tells it. */
class SiteTest {

    private static final String BASE = "/__skew";
    private static final String SECRET = "Bearer a-shop-of-its-own-4711";

    static Stream<Named<Container.Starter>> containers() {
        return Stream.of(Named.of("Jetty", JettyContainer::start), Named.of("Tomcat", TomcatContainer::start));
    }

    @ParameterizedTest
    @MethodSource("containers")
    @DisplayName("the page is served beside Rollcall, and tabs are counted and told of the next version")
    void site(Container.Starter starter) throws Exception {
        try (Site site = Site.start(starter, 0, "a-shop-of-its-own-4711")) {
            Http http = new Http(site.port());
            assertThat(http.get("/").body()).contains("<script src=\"/__skew/client.js\" data-version=\"build-1\"");
            assertThat(http.get(BASE + "/client.js").body()).contains("rollcall-prompt");
            assertThat(http.get("/nowhere").status()).isEqualTo(404);
            WebSocketTab webSocket = WebSocketTab.open(http, BASE + "/ws?version=build-1");
            SseTab stream = SseTab.open(http, BASE, "?version=build-1");
            assertThat(http.get(BASE + "/admin/stats", "Authorization", SECRET)
                            .json()
                            .path("total")
                            .asInt())
                    .isEqualTo(2);
            http.post(BASE + "/admin/releases", "{\"version\":\"build-2\"}", "Authorization", SECRET);
            assertThat(webSocket.next("version").path("version").asString()).isEqualTo("build-2");
            assertThat(stream.next("version").path("version").asString()).isEqualTo("build-2");
            webSocket.close();
            stream.close();
        }
    }

    @ParameterizedTest
    @MethodSource("containers")
    @DisplayName("closing the site tells tabs when to come back")
    void closing(Container.Starter starter) throws Exception {
        Site site = Site.start(starter, 0, "a-shop-of-its-own-4711");
        RawSocket tab = RawSocket.connect(site.port()).request("GET", BASE + "/sse");
        tab.head();
        site.close();
        assertThat(tab.readToEnd()).contains("\"reconnect\"");
        tab.close();
    }

    @Test
    @DisplayName("people who are signed in to the container are known by name, and admins may see stats")
    void identity() {
        ContainerIdentity resolver = new ContainerIdentity();
        assertThat(resolver.resolve(request(null))).isNull();
        assertThat(resolver.resolve(request("ada"))).isEqualTo(new Identity("ada", Decision.granted()));
        assertThat(resolver.resolve(request("bob"))).isEqualTo(new Identity("bob", Decision.denied()));
    }

    private static HttpServletRequest request(@Nullable String name) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        if (name != null) {
            when(request.getUserPrincipal()).thenReturn(() -> name);
            when(request.isUserInRole("admin")).thenReturn(name.equals("ada"));
        }
        return request;
    }
}
