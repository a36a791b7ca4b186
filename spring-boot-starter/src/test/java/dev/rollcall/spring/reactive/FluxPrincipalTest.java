// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static dev.rollcall.spring.app.PrincipalTest.seesStats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.PrincipalTest;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import org.junit.jupiter.api.Test;

/** As {@link PrincipalTest}, in a WebFlux application. */
class FluxPrincipalTest {

    @Test
    void belowReactor() {
        try (FluxApplication app =
                FluxApplication.start("--spring.main.sources=" + PrincipalTest.OnlyAda.class.getName())) {
            String session = app.signIn();
            seesStats(WebSocketTab.open(app.http(), "/__skew/ws", "Cookie", session), WebSocketTab::subscribe);
            seesStats(SseTab.open(app.http(), "/__skew", "", "Cookie", session), SseTab::subscribe);
            WebSocketTab stranger = WebSocketTab.open(app.http(), "/__skew/ws");
            stranger.subscribe();
            assertThat(stranger.next("stats-unauthorized")).isNotNull();
        }
    }
}
