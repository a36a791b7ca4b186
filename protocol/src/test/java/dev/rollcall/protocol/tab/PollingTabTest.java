// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.tab.limit.TabQueue;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollingTabTest {

    private final ManualClock timer = new ManualClock(1_000_000);
    private final Rollcall rollcall = Rollcall.builder().timer(timer).build();

    @AfterEach
    void close() {
        rollcall.close();
    }

    private Tabs sessions(int pollsPerSecond) {
        PollPace pace = new PollPace(Duration.ofSeconds(20), pollsPerSecond, new Random(1));
        return new Tabs(rollcall, TabLimits.DEFAULT, pace);
    }

    private static PollingTab open(Tabs sessions) {
        return sessions.openLease(Admission.of(Transport.POLLING, "v1", "/"), () -> {});
    }

    private static String poll(PollingTab session) {
        return new String(session.poll(), UTF_8);
    }

    private static long after(String answer) {
        int from = answer.indexOf("\"after\":") + 8;
        return Long.parseLong(answer.substring(from, answer.indexOf(',', from)));
    }

    @Test
    void messagesWaitForThePoll() {
        PollingTab session = open(sessions(1_000));
        rollcall.send(Target.all(), Message.of("news", Map.of()));
        assertThat(poll(session)).contains("\"messages\":[{\"type\":\"connected\"", ",{\"type\":\"news\"}]}");
        assertThat(poll(session)).endsWith("\"messages\":[]}");
    }

    @Test
    void theLeaseRunsOutWhenNobodyPolls() {
        PollingTab session = open(sessions(1_000));
        timer.pass(Duration.ofSeconds(40));
        poll(session);
        timer.pass(Duration.ofSeconds(40));
        assertThat(rollcall.hub().size()).isEqualTo(1);
        timer.pass(Duration.ofSeconds(10));
        assertThat(rollcall.hub().size()).isZero();
    }

    @Test
    void aBusyServerStretchesThePace() {
        Tabs sessions = sessions(1);
        PollingTab session = open(sessions);
        assertThat(after(poll(session))).isBetween(18_000L, 20_000L);
        for (int i = 1; i < 100; i++) {
            open(sessions);
        }
        long after = after(poll(session));
        assertThat(after).isBetween(90_000L, 100_000L);
        timer.pass(Duration.ofMillis(after + 1_000));
        assertThat(rollcall.connection(id(session)))
                .as("the lease is stretched with the pace")
                .isNotNull();
    }

    @Test
    void whoNeverFetchesIsLetGoBeforeItCostsMuch() {
        PollingTab session = open(sessions(1_000));
        for (int i = 0; i < TabQueue.MAX_MESSAGES; i++) {
            session.send(Message.of("news", Map.of()));
        }
        assertThat(rollcall.hub().size()).isZero();
    }

    private static String id(PollingTab session) {
        String answer = poll(session);
        int from = answer.indexOf("\"connectionId\":\"") + 16;
        return answer.substring(from, answer.indexOf('.', from));
    }
}
