// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.Tab;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A browser's own EventSource, which any status but 200 ends for good (HTML Standard, section 9.2.3). */
public abstract class EventSourceContract extends HostContract {

    private static final String[] EVENTS = {"Accept", "text/event-stream"};
    private static final Pattern REFUSED = Pattern.compile("retry: ([0-9]+)\nevent: refused\ndata: (.*)\n\n");

    /** For hosts. */
    protected EventSourceContract() {}

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("R4: over capacity an EventSource gets a stream that ends and says when it may come back")
    void full() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        Tab inside = house.ws("");
        assertRefused(house.get("/sse", EVENTS), "over capacity");
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        inside.close();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
        assertThat(house.sse("").connected().path("type").asString()).isEqualTo("connected");
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("R4: so does one over the limits of its address, or over the rate")
    void limits() {
        String[] stranger = {"X-Forwarded-For", "203.0.113.9", "Accept", "text/event-stream"};
        TestServer held = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS, 1));
        held.poll("", "X-Forwarded-For", "203.0.113.9");
        assertRefused(held.get("/sse", stranger), "over capacity");
        TestServer quick = house(setup -> setup.set(LimitSettings.CONNECT_RATE, 1));
        quick.poll("");
        assertRefused(quick.get("/sse", EVENTS), "over capacity");
    }

    @Test
    @DisplayName("R1: so does one that comes while the server leaves, unless it is not accepted at all")
    void leaving() {
        TestServer house = house();
        RawSocket stuck = house.narrow(); // a tab that never says goodbye keeps the drain going
        stuck.upgrade(house.path("/ws")).head();
        stuck.frame();
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)));
        stuck.frame(); // reconnect: from here on this node admits no tabs, and soon no other node does
        TestServer.eventually(() -> assertThat(house.isLeaving()).isTrue());
        try {
            assertRefused(house.get("/sse", EVENTS), "the server is leaving");
        } catch (AssertionError e) {
            assertThat(e).hasRootCauseInstanceOf(IOException.class);
        }
        house.advance(Duration.ofSeconds(10));
        stuck.close();
        draining.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("R4: those refused together come back at different times, to the millisecond")
    void jitter() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        house.ws("");
        Set<Long> waits = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            waits.add(assertRefused(house.get("/sse", EVENTS), "over capacity"));
        }
        assertThat(waits).hasSizeGreaterThan(12);
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("what is refused for good keeps its status, and a client that can read a status gets it")
    void forGood() {
        TestServer house = house(
                setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1).set(ContractSettings.ALLOWED_ORIGINS, List.of()));
        assertThat(house.get("/sse?version=" + "x".repeat(200), EVENTS).status())
                .isEqualTo(400);
        assertThat(house.get("/sse", "Accept", "text/event-stream", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(house.get("/sse", "Accept", "text/event-stream", "User-Agent", "Googlebot/2.1")
                        .status())
                .isEqualTo(204);
        house.ws("");
        assertThat(house.get("/sse", "Accept", "*/*").status()).isEqualTo(503);
        assertThat(house.get("/poll", EVENTS).status()).isEqualTo(503);
    }

    /** Returns how long to stay away, in milliseconds. */
    private static long assertRefused(Answer answer, String error) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.header("Cache-Control").orElseThrow()).contains("no-store");
        Matcher event = REFUSED.matcher(answer.body());
        assertThat(event.matches()).as(answer.body()).isTrue();
        long after = Long.parseLong(event.group(1));
        assertThat(after).isBetween(1_000L, 60_000L);
        JsonNode data = Json.parse(event.group(2));
        assertThat(data.path("ok").asBoolean(true)).isFalse();
        assertThat(data.path("error").asString()).isEqualTo(error);
        assertThat(data.path("status").asInt()).isEqualTo(503);
        assertThat(data.path("after").asLong()).isEqualTo(after);
        return after;
    }
}
