// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Applications that decide in their own way who passes, and who may see stats. */
class OwnChainTest {

    private static final String BASE = "/__skew";

    @Test
    @DisplayName("security-chain=false: the application's own chain admits tabs and authenticates people")
    void ownChain() {
        String[] properties = Stream.concat(
                        Stream.of(Tokens.ROLES),
                        Stream.of(
                                "--test.chain=other", "--rollcall.security-chain=false", "--rollcall.stats.role=ADMIN"))
                .toArray(String[]::new);
        try (TestApplication app = Container.TOMCAT.start(List.of(Tokens.Decoder.class, OwnChain.class), properties)) {
            WebSocketTab tab =
                    WebSocketTab.open(app.http(), BASE + "/ws", "Authorization", Tokens.bearer("grace", "ADMIN"));
            tab.subscribe();
            assertThat(tab.next("stats").path("total").asInt()).isEqualTo(1);
            SseTab stranger = SseTab.open(app.http(), BASE, "");
            stranger.route("/by-post");
            assertThat(app.http()
                            .get(BASE + "/health", "Authorization", Tokens.expired())
                            .status())
                    .as("Spring Security's own filter refuses an expired token")
                    .isEqualTo(401);
            assertThat(app.http().get("/build").status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("alongside Boot's default chain, strangers' tabs are admitted, and reach nothing else")
    void bootsChain() {
        try (TestApplication app = TestApplication.start("--test.chain=boot", "--rollcall.stats.role=ADMIN")) {
            WebSocketTab stranger = WebSocketTab.open(app.http(), BASE + "/ws");
            stranger.subscribe();
            assertThat(stranger.next("stats-unauthorized")).isNotNull();
            SseTab.open(app.http(), BASE, "").route("/by-post");
            assertThat(app.http().get("/build").status()).isIn(302, 401);
        }
    }

    @Test
    @DisplayName("alongside Boot's default chain for tokens, they are admitted even with a token that it refuses")
    void bootsChainForTokens() {
        try (TestApplication app = Container.TOMCAT.start(List.of(Tokens.Decoder.class), "--test.chain=boot")) {
            assertThat(app.http()
                            .get("/build", "Authorization", Tokens.expired())
                            .status())
                    .isEqualTo(401);
            assertThat(app.http()
                            .get("/build", "Authorization", Tokens.bearer("grace", "ADMIN"))
                            .status())
                    .isEqualTo(200);
            assertThat(WebSocketTab.open(app.http(), BASE + "/ws", "Authorization", Tokens.expired())
                            .fence())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("a StatsAuthorizer bean may use Rollcall")
    void authorizer() {
        try (TestApplication app = Container.TOMCAT.start(List.of(OnlyTheFirst.class))) {
            WebSocketTab first = WebSocketTab.open(app.http(), BASE + "/ws");
            first.subscribe();
            assertThat(first.next("stats").path("total").asInt()).isEqualTo(1);
            WebSocketTab second = WebSocketTab.open(app.http(), BASE + "/ws");
            second.subscribe();
            assertThat(second.next("stats-unauthorized")).isNotNull();
        }
    }

    @Configuration
    static class OwnChain {

        @Bean
        SecurityFilterChain own(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers(BASE + "/**")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .csrf(csrf -> csrf.ignoringRequestMatchers(BASE + "/**"))
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    static final class OnlyTheFirst implements StatsAuthorizer {

        private final Rollcall rollcall;

        OnlyTheFirst(Rollcall rollcall) {
            this.rollcall = rollcall;
        }

        @Override
        public CompletionStage<Decision> authorize(StatsRequest request) {
            boolean alone = rollcall.internals().hub().size() == 1;
            return CompletableFuture.completedStage(alone ? Decision.granted() : Decision.denied());
        }
    }
}
