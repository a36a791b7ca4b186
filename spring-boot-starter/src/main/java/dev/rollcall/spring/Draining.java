// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.SmartLifecycle;

/**
 * Sends the tabs away at shutdown, before the web server waits for its requests: streams that nobody ends would make it
 * wait for its whole time.
 */
final class Draining implements SmartLifecycle {

    /** What is left of the phase's time to end the rest and to go on. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Function<Duration, CompletionStage<@Nullable Void>> drain;
    private final Duration grace;
    private volatile boolean running;

    /**
     * Drains a host.
     *
     * @param drain sends the tabs away, within a time
     * @param grace how long it may take
     */
    Draining(Function<Duration, CompletionStage<@Nullable Void>> drain, Duration grace) {
        this.drain = drain;
        this.grace = grace;
    }

    /** As much of the time for leaving as the application gives to one phase of its shutdown, as its setting has it. */
    static Duration grace(RollcallProperties properties, String phase) {
        return within(properties.shutdownGrace(), DurationStyle.detectAndParse(phase));
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
        drain.apply(grace).toCompletableFuture().join();
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        var unused = drain.apply(grace).whenComplete((done, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A protocol that has sent its tabs away lets nobody in again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** The first to be stopped. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
