// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a {@link ContainerWatch} sees, as meters. Apart from it, for an application may do without Micrometer.
 *
 * @param watch what sees it
 */
record ContainerMeters(ContainerWatch watch) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("rollcall.container.connections", watch, ContainerWatch::held)
                .description("Connections of the web server that tabs hold")
                .register(registry);
        Gauge.builder("rollcall.container.connections.max", watch, ContainerWatch::limit)
                .description("Connections that the web server takes")
                .register(registry);
    }
}
