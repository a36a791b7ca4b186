// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.spring.servlet.ServletHost;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the tabs away at shutdown, before the web server waits for its requests: streams that nobody ends would make it
 * wait for its whole time.
 */
final class Draining implements SmartLifecycle {

    /** What is left of the phase's time to end the rest and to go on. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final ServletHost host;
    private final Duration grace;
    private volatile boolean running;

    /**
     * Drains a host.
     *
     * @param grace how long tabs may take
     * @param phase how long the application gives to one phase of its shutdown
     */
    Draining(ServletHost host, Duration grace, Duration phase) {
        this.host = host;
        this.grace = within(grace, phase);
    }

    /** As much of the time as fits into the phase. */
    static Duration within(Duration grace, Duration phase) {
        Duration most = phase.minus(RESERVE);
        Duration within = grace.compareTo(most) < 0 ? grace : most;
        return within.isNegative() ? Duration.ZERO : within;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        var unused = host.drain(grace).whenComplete((done, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The first to be stopped. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
