// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.servlet.ServletHost;
import dev.rollcall.spring.matrix.Site.Server;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications whose filters change requests and responses, or do not know that an answer may come later. */
class FiltersTest {

    private static final List<String> HELD = List.of("websocket", "sse");

    /** Filters that responses pass through. */
    private enum Collecting {
        ETAG(Filters.Etag.class),
        CACHING(Filters.Caching.class),
        BUFFERING(Filters.Buffering.class),
        CACHED_BODY(Filters.CachedBody.class);

        private final Class<?> configuration;

        Collecting(Class<?> configuration) {
            this.configuration = configuration;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a filter that collects responses or bodies holds back nothing that a tab waits for")
    void collecting(Collecting filter) {
        for (Server server : List.of(Server.TOMCAT, Server.JETTY)) {
            try (Site site = server.start("/__skew", List.of(filter.configuration))) {
                site.tabs().drive();
                site.stop(HELD);
            }
        }
    }

    /** Filters behind which no event stream can be held. */
    private enum Blocking {
        NO_ASYNC(Filters.NoAsync.class, "the filter 'noAsync'"),
        FAILING_ASYNC(Filters.FailingAsync.class, "not today"),
        GZIP(Filters.Gzip.class, "gzip");

        private final Class<?> configuration;
        private final String reason;

        Blocking(Class<?> configuration, String reason) {
            this.configuration = configuration;
            this.reason = reason;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("if no stream can be held, tabs use something else, nothing leaks, and one line says why")
    void blocking(Blocking filter) {
        for (Server server : List.of(Server.TOMCAT, Server.JETTY)) {
            try (Site site =
                    server.start("/__skew", List.of(filter.configuration), "--rollcall.limits.connections=4")) {
                TabDriver tabs = site.tabs();
                for (int i = 0; i < 6; i++) {
                    assertThat(tabs.http().get("/__skew/sse").status()).isEqualTo(503);
                }
                tabs.drive(List.of("websocket", "polling"));
                assertThat(site.context()
                                .getBean(ServletHost.class)
                                .heldConnections()
                                .count())
                        .isZero();
                assertThat(site.warnings()).singleElement().asString().contains("Event streams", filter.reason);
                assertThat(site.traces()).isZero();
            }
        }
    }
}
