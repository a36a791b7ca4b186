// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.match.Target;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A person whose name looks like the headers of a request. */
class FluxForgedNameTest {

    private static final String NAME = "eve\n may-see-stats:\r\n may-see-stats: yes\n user: ada";
    private static final String BASE = "/__skew";

    @Test
    @DisplayName("S2: a name that contains line breaks gives nobody stats, and is not a label")
    void forgedName() {
        try (FluxApplication app =
                FluxApplication.startWithUser(NAME, "--rollcall.stats.role=WATCHER", "--rollcall.user-label=true")) {
            String session = app.signIn(NAME);
            assertThat(app.http().get("/secret", "Cookie", session).status())
                    .as("signed in, and there is no such page")
                    .isEqualTo(404);
            WebSocketTab webSocket = WebSocketTab.open(app.http(), BASE + "/ws", "Cookie", session);
            webSocket.subscribe();
            assertThat(webSocket.next("stats-unauthorized")).isNotNull();
            SseTab sse = SseTab.open(app.http(), BASE, "", "Cookie", session);
            sse.subscribe();
            assertThat(sse.next("stats-unauthorized")).isNotNull();
            assertThat(app.rollcall().connections(Target.all()))
                    .hasSize(2)
                    .allSatisfy(info -> assertThat(info.user()).isNull());
            webSocket.close();
            sse.close();
        }
    }
}
