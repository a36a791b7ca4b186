// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import dev.rollcall.spring.ClientVersion;
import dev.rollcall.spring.ReactiveClientVersions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A slice of an application on WebFlux: there is no server, and Rollcall asks for none. */
@WebFluxTest(WebFluxSliceTest.Prices.class)
@ContextConfiguration(classes = WebFluxSliceTest.Site.class)
@AutoConfigureRollcall
@TestPropertySource(properties = "rollcall.current-version=build-2")
@WithMockUser
class WebFluxSliceTest {

    @Autowired
    private WebTestClient web;

    @Autowired
    private Rollcall rollcall;

    @Autowired
    private TestTabs tabs;

    @Test
    @DisplayName("a controller that injects ReactiveClientVersions answers by the build of the page")
    void theControllerAnswersByTheBuildOfThePage() {
        rollcall.announce("build-3");
        assertThat(prices("build-2")).isEqualTo("old");
        assertThat(prices("build-3")).isEqualTo("new");
    }

    @Test
    @DisplayName("tabs can be opened")
    void tabs() {
        TestTab tab = tabs.open("/checkout", "build-2");
        rollcall.invalidate(Target.route("/checkout"));
        assertThat(tab.reloadCommand()).isNotNull();
        tabs.closeAll();
    }

    @Test
    @DisplayName("what is not a stream is answered, because filters are part of such a slice")
    void theContract() {
        web.get().uri("/__skew/health").exchange().expectStatus().isOk();
        web.get().uri("/__skew/sse").exchange().expectStatus().isEqualTo(503);
    }

    private String prices(String build) {
        return String.valueOf(web.get()
                .uri("/prices")
                .header(ClientVersion.HEADER, build)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** The application. Other tests of this package find theirs automatically, so they must not find this one. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Prices.class)
    static class Site {}

    /** Injects what an application's own controllers inject. */
    @RestController
    static class Prices {

        private final ReactiveClientVersions versions;

        Prices(ReactiveClientVersions versions) {
            this.versions = versions;
        }

        @GetMapping("/prices")
        String read(ServerHttpRequest request) {
            return versions.isClientOutdated(request) ? "old" : "new";
        }
    }
}
