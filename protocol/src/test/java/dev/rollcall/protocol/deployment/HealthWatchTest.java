// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.command.StopRule;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.receipt.Receipt;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.SilentTab;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wave stops when the application answers badly, with real sockets. */
@Timeout(30)
class HealthWatchTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock(1_000_000);
    private final Semaphore set = new Semaphore(0);
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(new Counting()).build();
    private final FleetServer application = new FleetServer(number -> FleetServer.ok("fine"));
    private final HealthWatch watch = new HealthWatch(rollcall.internals(), application.at("/health"));

    @AfterEach
    void close() {
        watch.close();
        application.close();
        rollcall.close();
    }

    /** Counts the tasks set with the watch's interval: the limit of each request, and the next look. */
    private final class Counting implements Timer {
        @Override
        public long millis() {
            return clock.millis();
        }

        @Override
        public long ticks() {
            return clock.ticks();
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            Cancellable made = clock.after(delay, task);
            set.release(delay.equals(INTERVAL) ? 1 : 0);
            return made;
        }
    }

    private String wave() {
        for (int i = 0; i < 50; i++) {
            SilentTab.open(rollcall, "v1");
        }
        Order order =
                Order.reload(Target.all()).at(Pace.over(Duration.ofHours(1))).until(new StopRule(0, 2));
        return rollcall.give(order, Actor.APPLICATION).command().id();
    }

    private Receipt receipt(String id) {
        return Objects.requireNonNull(rollcall.internals().commands().receipts().find(id));
    }

    /** Lets the watch ask once more, and waits until the answer is taken and the next look is set. */
    private void answered() throws InterruptedException {
        set.drainPermits();
        clock.pass(INTERVAL);
        assertThat(set.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        clock.pass(Duration.ZERO);
    }

    @Test
    @DisplayName("the application is not asked while no wave depends on its health")
    void idle() {
        clock.pass(Duration.ofMinutes(1));
        assertThat(application.connections()).isZero();
    }

    @Test
    @DisplayName("a wave runs on while the application is well, and stops after as many bad answers in a row")
    void stops() throws InterruptedException {
        String id = wave();
        answered();
        answered();
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.RUNNING);
        application.answer(number -> "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        answered();
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.RUNNING);
        answered();
        clock.pass(Duration.ofSeconds(1)); // until the next look
        assertThat(receipt(id).state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(Objects.requireNonNull(receipt(id).ended()).reason()).contains("has answered badly");
        assertThat(application.requests())
                .allSatisfy(request -> assertThat(request).startsWith("GET /health HTTP/1.1"));
    }
}
