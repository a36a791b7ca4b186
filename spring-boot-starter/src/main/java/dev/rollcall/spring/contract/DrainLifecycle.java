// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.spring.settings.ApplicationSettings;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.SmartLifecycle;

/**
 * Sends all tabs away at shutdown, before the web server waits for its requests to end: streams that nobody ends would
 * use up its whole grace period. Thread-safe.
 */
public final class DrainLifecycle implements SmartLifecycle {

    /** What is left of the phase's time for everything after the drain. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Function<Duration, CompletionStage<@Nullable Void>> drain;
    private final Duration grace;
    private volatile boolean running;

    /**
     * Creates the lifecycle of a host.
     *
     * @param drain sends the tabs away within a time
     * @param grace how long the tabs may take
     */
    public DrainLifecycle(Function<Duration, CompletionStage<@Nullable Void>> drain, Duration grace) {
        this.drain = drain;
        this.grace = grace;
    }

    /**
     * Returns the time that tabs have for leaving: {@code rollcall.shutdown-grace}, cut to fit into a phase.
     *
     * @param phase {@code spring.lifecycle.timeout-per-shutdown-phase}, as it is written in the settings
     */
    public static Duration grace(ApplicationSettings settings, String phase) {
        return within(settings.value(ContractSettings.SHUTDOWN_GRACE), DurationStyle.detectAndParse(phase));
    }

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

    /** Returns false: a contract that has sent its tabs away admits no tab again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Returns the phase that is stopped first. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
