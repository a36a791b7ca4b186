// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.metrics;

import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.metrics.MicrometerTelemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** All metrics of this process. Thread-safe. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Telemetry telemetry = new MicrometerTelemetry(registry);

    /**
     * Starts measuring memory, processors, threads and open files too. To be called once, after the server listens,
     * because it takes a moment.
     */
    public void watchProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Returns the telemetry that the rest of Rollcall reports to. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /**
     * Adds a gauge of the connections that are sent stats. It is read at each scrape: a value reported with every tick
     * would linger after the last subscriber has left.
     */
    public void subscribers(IntSupplier now) {
        Gauge.builder("rollcall.stats.subscribers", now, IntSupplier::getAsInt)
                .description("Connections that are sent stats")
                .strongReference(true)
                .register(registry);
    }

    /** Adds gauges of the journal: how many calls wait, and whether the last write failed. */
    public void journal(Supplier<JournalStatus> status) {
        Gauge.builder("rollcall.journal.waiting", () -> status.get().waiting())
                .description("Calls to the journal that are not done yet")
                .strongReference(true)
                .register(registry);
        Gauge.builder("rollcall.journal.failing", () -> status.get().trouble() == null ? 0 : 1)
                .description("Whether the last write to the journal failed: 1 when commands are refused because of it")
                .strongReference(true)
                .register(registry);
    }

    /**
     * Adds a counter of the lines that could not be written to the audit file.
     *
     * @param file must be referenced elsewhere for as long as it is counted
     */
    public <T> void auditFile(T file, ToDoubleFunction<T> lost) {
        FunctionCounter.builder("rollcall.audit.file.lost", file, lost)
                .description("Lines that could not be written to the audit file")
                .register(registry);
    }

    /** Adds a gauge that says how the host holds its sockets: its value is always 1, and the word is in its tag. */
    public void host(String word) {
        Gauge.builder("rollcall.host", () -> 1)
                .tag("transport", word)
                .description("How sockets are held, as the tag says; the value is always 1")
                .register(registry);
    }

    /** Returns all metrics in the text format of Prometheus, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
