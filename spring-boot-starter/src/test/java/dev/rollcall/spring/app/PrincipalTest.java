// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

/** The application's authorizer is given the person who is signed in. */
public class PrincipalTest {

    /** Admits the user whom Spring Security knows as ada. */
    @Configuration
    public static class OnlyAda {

        @Bean
        StatsAuthorizer onlyAda() {
            return request -> CompletableFuture.completedStage(
                    request.principal() instanceof Authentication user
                                    && user.getName().equals("ada")
                            ? StatsAuthorizer.Decision.granted()
                            : StatsAuthorizer.Decision.denied());
        }
    }

    @Test
    void inAServletContainer() {
        for (Container container : Container.values()) {
            try (TestApplication app = container.start(List.of(OnlyAda.class))) {
                onlyThePersonSeesStats(app.http(), app.signIn());
            }
        }
    }

    /**
     * Checks that somebody who is signed in sees stats, on a WebSocket and on a stream, and that a stranger does not.
     *
     * @param session the cookie of the session
     */
    public static void onlyThePersonSeesStats(Http http, String session) {
        List<Tab> tabs = List.of(
                WebSocketTab.open(http, "/__skew/ws", "Cookie", session),
                SseTab.open(http, "/__skew", "", "Cookie", session));
        for (Tab tab : tabs) {
            tab.subscribe();
            assertThat(tab.next("stats").path("total").asInt()).isPositive();
        }
        WebSocketTab stranger = WebSocketTab.open(http, "/__skew/ws");
        stranger.subscribe();
        assertThat(stranger.next("stats-unauthorized").isObject()).isTrue();
    }
}
