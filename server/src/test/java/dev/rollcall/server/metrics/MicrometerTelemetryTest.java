// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Telemetry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MicrometerTelemetryTest {

    private final Metrics metrics = new Metrics();
    private final Telemetry telemetry = metrics.telemetry();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void everythingReportedIsCounted() {
        telemetry.opened(Transport.SSE);
        telemetry.opened(Transport.SSE);
        telemetry.closed(Transport.SSE, "slow");
        telemetry.rejected(Refusal.BOT);
        telemetry.received("ping");
        telemetry.sent("version", 7);
        telemetry.dropped("listener");
        telemetry.statsTick(3, 5_000, 2_000_000);
        telemetry.authorized(true, 1_000_000);
        assertThat(metrics.text())
                .contains("rollcall_connections{transport=\"sse\"} 1.0")
                .contains("rollcall_connections{transport=\"websocket\"} 0.0")
                .contains("rollcall_connections_opened_total{transport=\"sse\"} 2.0")
                .contains("rollcall_connections_closed_total{reason=\"slow\",transport=\"sse\"} 1.0")
                .contains("rollcall_rejected_total{reason=\"bot\"} 1.0")
                .contains("rollcall_messages_received_total{type=\"ping\"} 1.0")
                .contains("rollcall_messages_sent_total{type=\"version\"} 7.0")
                .contains("rollcall_messages_dropped_total{queue=\"listener\"} 1.0")
                .contains("rollcall_stats_ticks_seconds_count 1")
                .contains("rollcall_stats_sent_bytes_total 5000.0")
                .contains("rollcall_authorizer_seconds_count{allowed=\"true\"} 1");
    }

    @Test
    void subscribersAreReadAtEachScrape() {
        AtomicInteger subscribers = new AtomicInteger(3);
        metrics.subscribers(subscribers::get);
        assertThat(metrics.text()).contains("rollcall_stats_subscribers 3.0");
        subscribers.set(0);
        assertThat(metrics.text()).contains("rollcall_stats_subscribers 0.0");
    }

    @Test
    void processIsMeasured() {
        metrics.watchProcess();
        assertThat(metrics.text())
                .contains("jvm_memory_used_bytes", "process_files_open_files", "process_uptime_seconds");
    }

    @Test
    void noLabelGrowsWithoutBound() {
        IntStream.range(0, 10_000).forEach(i -> telemetry.received("word-" + i));
        assertThat(metrics.text().lines().filter(line -> line.startsWith("rollcall_messages_received_total{")))
                .hasSizeLessThanOrEqualTo(65)
                .anyMatch(line -> line.startsWith("rollcall_messages_received_total{type=\"other\"} 9936"));
    }
}
