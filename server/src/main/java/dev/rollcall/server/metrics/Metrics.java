// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.metrics;

import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.metrics.MicrometerTelemetry;
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

/** Everything that is measured in this process. Safe for use by many threads. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Telemetry telemetry = new MicrometerTelemetry(registry);

    /**
     * Starts to measure memory, processors, threads and open files too. Once; it takes a moment, which nobody who waits for
     * the port need wait for.
     */
    public void watchProcess() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** What the rest of Rollcall tells of what happens. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /**
     * Shows how many connections are sent stats. Asked at each scrape: a figure told with every tick would stay when the
     * last one has left.
     */
    public void subscribers(IntSupplier now) {
        Gauge.builder("rollcall.stats.subscribers", now, IntSupplier::getAsInt)
                .description("Connections that are sent stats")
                .strongReference(true)
                .register(registry);
    }

    /** Shows how the host reaches its sockets: the figure is always 1, the word is in the tag. */
    public void host(String word) {
        Gauge.builder("rollcall.host", () -> 1)
                .tag("transport", word)
                .description("How sockets are held")
                .register(registry);
    }

    /** All figures in the text format of Prometheus, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
