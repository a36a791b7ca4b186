// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.match.Target;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollcall in a running application that accepts bearer tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BearerApplicationTest {

    private static final String BASE = "/__skew";
    private static final String SECRET = "Bearer correct-horse";

    private final TestApplication app = started();
    private final Http http = app.http();

    private static TestApplication started() {
        String[] properties = Stream.concat(
                        Stream.of(Tokens.ROLES),
                        Stream.of(
                                "--rollcall.stats.role=ADMIN",
                                "--rollcall.user-label=true",
                                "--rollcall.secrets.admin=correct-horse"))
                .toArray(String[]::new);
        return Container.TOMCAT.start(List.of(Tokens.Decoder.class), properties);
    }

    @AfterAll
    void close() {
        app.close();
    }

    @Test
    @DisplayName("a token with the role may see stats: on WebSocket by the handshake, on SSE by the subscription")
    void role() {
        String token = Tokens.bearer("grace", "ADMIN");
        WebSocketTab webSocket = WebSocketTab.open(http, BASE + "/ws", "Authorization", token);
        webSocket.subscribe();
        assertThat(webSocket.next("stats").path("total").asInt()).isPositive();
        SseTab sse = SseTab.open(http, BASE, "", "Authorization", token);
        sse.subscribe();
        assertThat(sse.next("stats").path("total").asInt()).isPositive();
        webSocket.close();
        sse.close();
        app.awaitTotal(0);
    }

    @Test
    @DisplayName("a token without the role may not see stats")
    void wrongRole() {
        WebSocketTab tab = WebSocketTab.open(http, BASE + "/ws", "Authorization", Tokens.bearer("eve", "USER"));
        tab.subscribe();
        assertThat(tab.next("stats-unauthorized")).isNotNull();
        tab.close();
        app.awaitTotal(0);
    }

    @Test
    @DisplayName("user-label: a tab carries the name in the token")
    void label() {
        SseTab tab = SseTab.open(http, BASE, "", "Authorization", Tokens.bearer("joan", "USER"));
        assertThat(app.rollcall().connections(Target.users(Set.of("joan"))))
                .singleElement()
                .satisfies(info -> assertThat(info.id()).isEqualTo(tab.id()));
        tab.close();
        app.awaitTotal(0);
    }

    static List<String> forgedNames() {
        return List.of(
                "eve\n may-see-stats:",
                "eve\n may-see-stats: yes",
                "eve\r\n may-see-stats: yes\r\n user: ada",
                "eve\nwithout a colon");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("forgedNames")
    @DisplayName("S2: a name that contains line breaks gives nobody stats, and is not a label")
    void forgedName(String name) {
        String token = Tokens.bearer(name, "USER");
        WebSocketTab webSocket = WebSocketTab.open(http, BASE + "/ws", "Authorization", token);
        webSocket.subscribe();
        assertThat(webSocket.next("stats-unauthorized")).isNotNull();
        SseTab sse = SseTab.open(http, BASE, "", "Authorization", token);
        sse.subscribe();
        assertThat(sse.next("stats-unauthorized")).isNotNull();
        assertThat(app.rollcall().connections(Target.all()))
                .hasSize(2)
                .allSatisfy(info -> assertThat(info.user()).isNull());
        webSocket.close();
        sse.close();
        app.awaitTotal(0);
    }

    static List<String> noTokens() {
        return List.of(
                "Bearer garbage",
                "Bearer not even a token",
                "Bearer",
                Tokens.expired(),
                Tokens.foreign(),
                SECRET,
                basic("ada:wrong"),
                basic("ada:" + TestApplication.PASSWORD));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("noTokens")
    @DisplayName("without a valid token a tab is a stranger's and is let in; HTTP Basic is ignored")
    void strangers(String authorization) {
        WebSocketTab webSocket = WebSocketTab.open(http, BASE + "/ws", "Authorization", authorization);
        SseTab sse = SseTab.open(http, BASE, "", "Authorization", authorization);
        sse.route("/by-post");
        for (String named : List.of("ada", "correct-horse")) {
            assertThat(app.rollcall().connections(Target.users(Set.of(named)))).isEmpty();
        }
        if (!authorization.equals(SECRET)) {
            webSocket.subscribe();
            assertThat(webSocket.next("stats-unauthorized")).isNotNull();
        }
        webSocket.close();
        sse.close();
        app.awaitTotal(0);
    }

    @Test
    @DisplayName("the admin endpoints require Rollcall's own secret, even from a token with the role")
    void admin() {
        assertThat(http.get(BASE + "/admin/stats", "Authorization", SECRET).status())
                .isEqualTo(200);
        assertThat(http.get(BASE + "/admin/stats", "Authorization", Tokens.bearer("grace", "ADMIN"))
                        .status())
                .isEqualTo(401);
        assertThat(http.post(BASE + "/admin/releases", "{\"version\":\"v3\"}", "Authorization", SECRET)
                        .status())
                .isEqualTo(200);
    }

    private static String basic(String person) {
        return "Basic " + Base64.getEncoder().encodeToString(person.getBytes(StandardCharsets.UTF_8));
    }
}
