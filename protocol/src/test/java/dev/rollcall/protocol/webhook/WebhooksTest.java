// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhooksTest {

    private static final String KEY = "5f0c3a9d7be24816a0d1c2f4e6b8937d";

    private record Received(String path, String signature, String id, String body) {
        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }

        Map<String, @Nullable Object> json() {
            return Objects.requireNonNull(JsonTree.read(bytes()));
        }
    }

    private final ManualClock clock = new ManualClock(1_767_225_600_000L);
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final Rollcall rollcall = Rollcall.builder()
            .currentVersion("v1")
            .timer(clock)
            .telemetry(new Telemetry() {
                @Override
                public void webhook(String result) {
                    results.add(result);
                    ended.release();
                }
            })
            .build();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            log.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private volatile int status = 200;
    private volatile boolean endless;
    private @Nullable Webhooks webhooks;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Logger.getLogger(WebhookQueue.class.getName()).addHandler(handler);
    }

    @AfterEach
    void close() {
        Logger.getLogger(WebhookQueue.class.getName()).removeHandler(handler);
        if (webhooks != null) {
            webhooks.close();
        }
        server.stop(0);
        rollcall.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        received.add(new Received(
                exchange.getRequestURI().toString(),
                String.valueOf(headers.getFirst("X-Rollcall-Signature")),
                String.valueOf(headers.getFirst("X-Rollcall-Id")),
                new String(body, StandardCharsets.UTF_8)));
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        if (endless) {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(new byte[1_000]);
            exchange.getResponseBody().flush();
            return; // and never ends
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void listen(URI... addresses) {
        webhooks = new Webhooks(
                rollcall.internals(),
                ProtocolOptions.builder()
                        .set(WebhookSettings.WEBHOOK_URLS, List.of(addresses))
                        .set(WebhookSettings.WEBHOOK_KEY, KEY)
                        .build());
    }

    private Received next() throws InterruptedException {
        return Objects.requireNonNull(received.poll(20, TimeUnit.SECONDS), "nothing was received");
    }

    /** Waits until one more call has ended and the next attempt is set. */
    private void untilEnded() throws InterruptedException {
        assertThat(ended.tryAcquire(20, TimeUnit.SECONDS)).as("a call ends").isTrue();
    }

    @Test
    void whatHappensIsSentSignedToEveryAddress() throws InterruptedException, GeneralSecurityException {
        listen(at("/a?token=1"), at("/b"));
        rollcall.announce("v2");
        List<Received> both = List.of(next(), next());
        assertThat(both.stream().map(Received::path)).containsExactlyInAnyOrder("/a?token=1", "/b");
        for (Received one : both) {
            assertThat(one.json())
                    .containsEntry("type", "announced")
                    .containsEntry("version", "v2")
                    .containsEntry("id", one.id())
                    .containsEntry("at", clock.millis());
            assertThat(one.id()).isEqualTo("announced-" + one.json().get("command"));
            Instant now = Instant.ofEpochMilli(clock.millis());
            assertThat(WebhookReceiver.isGenuine(one.signature(), one.bytes(), KEY, now))
                    .isTrue();
            assertThat(WebhookReceiver.isGenuine(one.signature(), one.bytes(), KEY + "x", now))
                    .isFalse();
            assertThat(WebhookReceiver.isGenuine(one.signature(), one.bytes(), KEY, now.plusSeconds(301)))
                    .isFalse();
            byte[] changed = one.bytes();
            changed[5]++;
            assertThat(WebhookReceiver.isGenuine(one.signature(), changed, KEY, now))
                    .isFalse();
        }
        assertThat(WebhookReceiver.isGenuine("v1=0", new byte[0], KEY, Instant.now()))
                .isFalse();
    }

    @Test
    void figuresAndReasonsAreSentWithTheEventsThatHaveThem() throws InterruptedException {
        listen(at("/"));
        rollcall.internals()
                .events()
                .happened(new RolloutEvent(
                        "half-x", RolloutEvent.Type.HALF, 1, "v2", "x", new RolloutEvent.Tabs(10, 6, 3), null));
        assertThat(next().json()).containsEntry("tabs", Map.of("total", 10, "current", 6, "behind", 3));
        rollcall.internals().events().happened(RolloutEvent.stopped(2, "v2", "x", "too many tabs were lost"));
        assertThat(next().json()).containsEntry("type", "stopped").containsEntry("why", "too many tabs were lost");
    }

    @Test
    void aReceiverThatFailsIsAskedAgainLaterAndLaterAndNothingOvertakes() throws InterruptedException {
        status = 500;
        listen(at("/hook?token=secret"));
        rollcall.announce("v2");
        rollcall.announce("v3");
        String first = next().id();
        for (int i = 0; i < 3; i++) {
            untilEnded();
            clock.pass(WebhookQueue.WAITS.get(i).minusMillis(1));
            assertThat(received).isEmpty();
            clock.pass(Duration.ofMillis(1));
            assertThat(next().id()).isEqualTo(first);
        }
        untilEnded();
        status = 204;
        clock.pass(WebhookQueue.WAITS.get(3));
        assertThat(next().id()).isEqualTo(first);
        assertThat(next().json()).containsEntry("version", "v3");
        untilEnded();
        untilEnded();
        assertThat(results).containsExactly("failed", "failed", "failed", "failed", "sent", "sent");
        assertThat(log)
                .first()
                .asString()
                .startsWith("Webhook http://127.0.0.1:")
                .contains("status 500", "in 1 s");
        assertThat(log).noneMatch(line -> line.contains("secret") || line.contains("/hook"));
        assertThat(log).hasSizeLessThanOrEqualTo(2); // once a minute
    }

    @Test
    void whatCannotBeDeliveredIsGivenUpAndTheNextIsSent() throws InterruptedException {
        status = 302; // not followed
        listen(at("/"));
        rollcall.announce("v2");
        rollcall.announce("v3");
        for (int i = 0; i < WebhookQueue.WAITS.size(); i++) {
            assertThat(next().json()).containsEntry("version", "v2");
            untilEnded();
            clock.pass(WebhookQueue.WAITS.get(i));
        }
        assertThat(next().json()).containsEntry("version", "v2");
        assertThat(next().json()).containsEntry("version", "v3");
        assertThat(results).contains("dropped").doesNotContain("sent");
    }

    @Test
    void theBodyOfTheAnswerDoesNotMatter() throws InterruptedException {
        endless = true;
        listen(at("/"));
        rollcall.announce("v2");
        next();
        untilEnded();
        assertThat(results).containsExactly("sent");
    }

    @Test
    void whatWaitsIsBoundedAndTheOldestGivesWay() throws InterruptedException {
        status = 500;
        listen(at("/"));
        for (int i = 0; i < WebhookQueue.MOST + 3; i++) {
            rollcall.announce("b" + i);
        }
        assertThat(next().json()).containsEntry("version", "b0");
        assertThat(results.stream().filter("dropped"::equals)).hasSize(2);
        for (int i = 0; i < 3; i++) {
            untilEnded(); // two that were dropped, and the one that was refused
        }
        status = 200;
        clock.pass(WebhookQueue.WAITS.get(0));
        assertThat(next().json()).containsEntry("version", "b0");
        assertThat(next().json()).containsEntry("version", "b3");
    }

    @Test
    void afterItWasClosedNothingIsSent() throws InterruptedException {
        status = 500;
        listen(at("/"));
        rollcall.announce("v2");
        next();
        untilEnded();
        Objects.requireNonNull(webhooks).close();
        clock.pass(Duration.ofHours(1));
        rollcall.announce("v3");
        assertThat(received).isEmpty();
    }

    @Test
    void anAddressInTheOpenOrWithoutAKeyIsRefused() {
        ProtocolOptions noKey = ProtocolOptions.builder()
                .set(WebhookSettings.WEBHOOK_URLS, List.of(at("/")))
                .build();
        assertThatThrownBy(() -> new Webhooks(rollcall.internals(), noKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webhook-key: not set");
        assertThatThrownBy(() -> listen(URI.create("http://hooks.example/secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("webhook-urls: one is an http:// address")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatIsPrivateIsToldByTheNameAlone() {
        for (String host : new String[] {
            "127.0.0.1",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.0.9",
            "[::1]",
            "[fd00::1]",
            "localhost",
            "ci",
            "ci.default.svc"
        }) {
            assertThat(WebhookAddress.isOpen(URI.create("http://" + host + ":8080/")))
                    .as(host)
                    .isFalse();
        }
        for (String host : new String[] {"ci.example", "172.32.0.1", "11.0.0.1", "10.evil.example", "[2001:db8::1]"}) {
            assertThat(WebhookAddress.isOpen(URI.create("http://" + host + "/")))
                    .as(host)
                    .isTrue();
            assertThat(WebhookAddress.isOpen(URI.create("https://" + host + "/")))
                    .as(host)
                    .isFalse();
        }
        for (String text : new String[] {"ftp://a/", "https:///x", "https://u:p@a/", "https://a/#b", "a b", "/x"}) {
            assertThatThrownBy(() -> WebhookSettings.WEBHOOK_URLS.type().parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(WebhookSettings.WEBHOOK_URLS.type().parse("none")).isEmpty();
        assertThat(WebhookSettings.WEBHOOK_URLS.type().parse("https://a/x, https://b/y"))
                .hasSize(2);
    }

    @Test
    void theDocumentationShowsThisReceiver() throws IOException {
        List<String> source =
                Files.readAllLines(Path.of("src/test/java/dev/rollcall/protocol/webhook/WebhookReceiver.java"));
        int begin = source.indexOf("    // docs/rollouts.md begins");
        int end = source.indexOf("    // docs/rollouts.md ends");
        List<String> shown = new ArrayList<>();
        source.subList(begin + 1, end).forEach(line -> shown.add(line.isEmpty() ? line : line.substring(4)));
        assertThat(Files.readString(Path.of("../docs/rollouts.md"))).contains(String.join("\n", shown));
    }
}
