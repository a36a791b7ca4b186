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
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
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

    private Tabs tabs(int pollsPerSecond) {
        ProtocolOptions options = ProtocolOptions.builder()
                .set(ContractSettings.POLLS_PER_SECOND, pollsPerSecond)
                .build();
        return new Tabs(rollcall.internals(), options, new Random(1));
    }

    private static PollingTab open(Tabs tabs) {
        return tabs.openLease(Admission.of(Transport.POLLING, "v1", "/"), () -> {});
    }

    private static String poll(PollingTab tab) {
        return new String(tab.poll(Long.MAX_VALUE), UTF_8);
    }

    private static long after(String answer) {
        int from = answer.indexOf("\"after\":") + 8;
        return Long.parseLong(answer.substring(from, answer.indexOf(',', from)));
    }

    @Test
    void messagesWaitForThePoll() {
        PollingTab tab = open(tabs(1_000));
        rollcall.send(Target.all(), Message.of("news", Map.of()));
        assertThat(poll(tab)).contains("\"messages\":[{\"type\":\"connected\"", ",{\"type\":\"news\"}]}");
        assertThat(poll(tab)).endsWith("\"messages\":[]}");
    }

    @Test
    void theLeaseRunsOutWhenNobodyPolls() {
        PollingTab tab = open(tabs(1_000));
        timer.pass(Duration.ofSeconds(40));
        poll(tab);
        timer.pass(Duration.ofSeconds(40));
        assertThat(rollcall.internals().hub().size()).isEqualTo(1);
        timer.pass(Duration.ofSeconds(10));
        assertThat(rollcall.internals().hub().size()).isZero();
    }

    @Test
    void aBusyServerStretchesThePace() {
        Tabs tabs = tabs(1);
        PollingTab tab = open(tabs);
        assertThat(after(poll(tab))).isBetween(18_000L, 20_000L);
        for (int i = 1; i < 100; i++) {
            open(tabs);
        }
        long after = after(poll(tab));
        assertThat(after).isBetween(90_000L, 100_000L);
        timer.pass(Duration.ofMillis(after + 1_000));
        assertThat(rollcall.connection(id(tab)))
                .as("the lease is stretched with the pace")
                .isNotNull();
    }

    @Test
    void whoNeverFetchesIsLetGoBeforeItCostsMuch() {
        PollingTab tab = open(tabs(1_000));
        for (int i = 0; i < TabQueue.MAX_MESSAGES; i++) {
            tab.send(Message.of("news", Map.of()));
        }
        assertThat(rollcall.internals().hub().size()).isZero();
    }

    private static String id(PollingTab tab) {
        String answer = poll(tab);
        int from = answer.indexOf("\"connectionId\":\"") + 16;
        return answer.substring(from, answer.indexOf('.', from));
    }
}
