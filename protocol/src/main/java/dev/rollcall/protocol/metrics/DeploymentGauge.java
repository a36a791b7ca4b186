// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.metrics;

import dev.rollcall.core.deployment.DeploymentState.Phase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gauge for each phase of the deployment: 1 for the current phase, 0 for the others. Thread-safe. */
final class DeploymentGauge {

    private final MeterRegistry registry;
    private final AtomicBoolean registered = new AtomicBoolean();
    private volatile String current = "";

    /** Registers nothing before there is a phase. */
    DeploymentGauge(MeterRegistry registry) {
        this.registry = registry;
    }

    void now(String phase) {
        current = phase;
        if (registered.compareAndSet(false, true)) {
            for (Phase one : Phase.values()) {
                register(one.wireName());
            }
        }
    }

    private void register(String phase) {
        Gauge.builder("rollcall.deployment.state", () -> phase.equals(current) ? 1 : 0)
                .description("How far the deployment is: 1 for the state it is in")
                .tag("state", phase)
                .strongReference(true)
                .register(registry);
    }
}
