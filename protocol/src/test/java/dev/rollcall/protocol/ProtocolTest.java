// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract as a function of a request, without a socket. */
class ProtocolTest {

    private static final String SECRET = "a-long-admin-secret";
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Rollcall rollcall =
            Rollcall.builder().timer(clock).currentVersion("v2").build();
    private final Protocol protocol = new Protocol(
            rollcall,
            ProtocolOptions.builder()
                    .secrets(AdminSecrets.builder().admin("test", SECRET).build())
                    .set(ContractSettings.ALLOWED_ORIGINS, List.of("https://app.example.com"))
                    .userResolver(UserResolver.byIdentity())
                    .set(LimitSettings.MAX_CONNECTIONS, 2)
                    .build());

    @AfterEach
    void close() {
        protocol.close();
        rollcall.close();
    }

    private static Request request(String method, String target, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of("host", List.of("r.example")));
        all.put("user-agent", List.of(BROWSER));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        int question = target.indexOf('?');
        return new Request(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                Headers.of(all),
                InetAddress.getLoopbackAddress(),
                body.getBytes(UTF_8),
                false,
                null);
    }

    private static Request get(String target, String... headers) {
        return request("GET", target, "", headers);
    }

    private Answered decide(Request request) {
        Answered answered = new Answered();
        protocol.decide(request).carryOut(answered);
        return answered;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /__skew/sse, stream, 200",
        "GET, /__skew/poll, answer, 200",
        "GET, /__skew/ws, answer, 426",
        "GET, /__skew/health, answer, 200",
        "GET, /__skew/health/ready, answer, 200",
        "HEAD, /__skew/health, answer, 200",
        "POST, /__skew/health, answer, 405",
        "POST, /__skew/sse, answer, 405",
        "GET, /__skew/route, answer, 405",
        "POST, /__skew/route, answer, 415",
        "GET, /__skew/admin/stats, answer, 401",
        "GET, /__skew/admin/audit, answer, 401",
        "GET, /api/admin/stats, answer, 401",
        "PUT, /__skew/admin/stats, answer, 405",
        "GET, /__skew/nothing, answer, 404",
        "GET, /__skew, answer, 404",
        "GET, /__skewed/sse, answer, 404",
        "GET, /, answer, 404",
        "GET, /__skew/sse?version=%zz, answer, 400",
        "GET, /__skew/sse?route=about, answer, 400"
    })
    @DisplayName("what happens to a request")
    void verdicts(String method, String target, String kind, int status) {
        Answered answered = decide(request(method, target, ""));
        assertThat(answered.kinds).containsExactly(kind);
        assertThat(answered.response().status()).isEqualTo(status);
        protocol.decide(request(method, target, "")).abandon();
    }

    @Test
    void anUpgradeIsOnlyForTheWebSocket() {
        assertThat(decide(get("/__skew/ws", "upgrade", "websocket")).kinds).containsExactly("upgrade");
        assertThat(decide(get("/__skew/sse", "upgrade", "websocket")).response().status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("S1: a page of another site may neither connect nor post; a listed one may, and may read the answer")
    void origins() {
        Answered refused = decide(get("/__skew/sse", "origin", "https://evil.example"));
        assertThat(refused.response().status()).isEqualTo(403);
        Answered listed = decide(get("/__skew/sse", "origin", "https://app.example.com"));
        assertThat(listed.kinds).containsExactly("stream");
        assertThat(listed.response().headers())
                .containsEntry("Access-Control-Allow-Origin", "https://app.example.com")
                .containsEntry("Vary", "Origin");
        Answered preflight = decide(request("OPTIONS", "/__skew/route", "", "origin", "https://app.example.com"));
        assertThat(preflight.response().status()).isEqualTo(204);
        Answered post = decide(request(
                "POST", "/__skew/admin/releases", "", "origin", "https://evil.example", "authorization", SECRET));
        assertThat(post.response().status()).isEqualTo(403);
    }

    @Test
    void botsAreTurnedAway() {
        assertThat(decide(get("/__skew/sse", "user-agent", "Googlebot/2.1"))
                        .response()
                        .status())
                .isEqualTo(204);
        assertThat(decide(get("/__skew/ws", "upgrade", "websocket", "user-agent", "Googlebot/2.1"))
                        .response()
                        .status())
                .isEqualTo(403);
        assertThat(rollcall.stats().total()).isZero();
    }

    @Test
    @DisplayName("an unused place is given back when the verdict is abandoned")
    void abandoning() {
        Verdict first = protocol.decide(get("/__skew/sse"));
        Verdict second = protocol.decide(get("/__skew/ws", "upgrade", "websocket"));
        assertThat(decide(get("/__skew/sse")).response().status()).isEqualTo(503);
        first.abandon();
        second.abandon();
        assertThat(decide(get("/__skew/sse")).response().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a tab's label is the name that the host knows, and no header can set it")
    void identity() {
        Request named = get("/__skew/poll?version=v1").withIdentity(new Identity("ada", Decision.denied()));
        decide(named);
        decide(get("/__skew/poll?version=v1", " user", "eve", "user", "eve"));
        assertThat(rollcall.connections(Target.all()))
                .extracting(ConnectionInfo::user)
                .containsExactly("ada", null);
    }

    @Test
    void aCommandIsGivenAndAnswered() {
        rollcall.internals().hub().open(Admission.of(Transport.SSE, "v1", "/a"), connection -> new Outbound() {
            @Override
            public int send(Message message) {
                return 0;
            }

            @Override
            public void close(Disconnect disconnect) {}
        });
        Answered answered = decide(request(
                "POST",
                "/__skew/admin/commands",
                "{\"action\":\"reload\",\"target\":{\"outdated\":true}}",
                "content-type",
                "application/json",
                "authorization",
                "Bearer " + SECRET));
        assertThat(answered.response().status()).isEqualTo(200);
        assertThat(new String(answered.response().body(), UTF_8))
                .startsWith("{\"ok\":true,\"id\":\"")
                .endsWith(",\"action\":\"reload\",\"target\":\"outdated\",\"matched\":1}");
        assertThat(rollcall.internals().commands().audit().list(1).get(0).by().name())
                .isEqualTo("test");
    }

    @Test
    void nobodyIsLetInWhileDraining() {
        protocol.drain(Duration.ofSeconds(1));
        assertThat(decide(get("/__skew/sse")).response().status()).isEqualTo(503);
        assertThat(decide(get("/__skew/health/ready")).response().status()).isEqualTo(503);
        assertThat(decide(get("/__skew/health")).response().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S5: limits come before the user agent, and a bot keeps no place")
    void botsAreAskedLast() {
        for (int i = 0; i < 10; i++) {
            for (String path : List.of("/__skew/sse", "/__skew/poll")) {
                assertThat(decide(get(path, "user-agent", "curl/8." + i))
                                .response()
                                .status())
                        .isEqualTo(204);
            }
        }
        assertThat(decide(get("/__skew/poll")).response().status()).isEqualTo(200);
        assertThat(decide(get("/__skew/poll")).response().status()).isEqualTo(200);
        assertThat(decide(get("/__skew/poll", "user-agent", "curl/8.99"))
                        .response()
                        .status())
                .isEqualTo(503);
    }

    @Test
    void healthIsThatOfTheHostsToo() {
        AtomicBoolean alive = new AtomicBoolean(true);
        protocol.watch(() -> true);
        protocol.watch(alive::get);
        assertThat(decide(get("/__skew/health")).response().status()).isEqualTo(200);
        alive.set(false);
        assertThat(decide(get("/__skew/health")).response().status()).isEqualTo(503);
        assertThat(decide(get("/__skew/health/ready")).response().status()).isEqualTo(503);
    }

    /** Remembers which way a verdict went. */
    private static final class Answered implements Verdict.Carrier {
        private final List<String> kinds = new ArrayList<>();
        private @Nullable Response response;

        @Override
        public void answer(Response answer) {
            kinds.add("answer");
            response = answer;
        }

        @Override
        public void answerLater(Verdict.Later later) {
            kinds.add("later");
            response = later.response().toCompletableFuture().join();
        }

        @Override
        public void stream(Response head, Verdict.Opening opening) {
            kinds.add("stream");
            response = head;
            opening.abandon();
        }

        @Override
        public void upgrade(Verdict.Opening opening) {
            kinds.add("upgrade");
            opening.abandon();
        }

        Response response() {
            if (response == null) {
                throw new AssertionError("no response: " + kinds);
            }
            return response;
        }
    }
}
