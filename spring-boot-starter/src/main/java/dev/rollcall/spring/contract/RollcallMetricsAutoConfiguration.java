// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.metrics.MicrometerTelemetry;
import dev.rollcall.spring.settings.ConditionalOnSetting;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Puts Rollcall's meters into the application's registry. */
@AutoConfiguration(
        before = RollcallAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnSetting(value = "rollcall.enabled", matchIfMissing = true)
public final class RollcallMetricsAutoConfiguration {

    RollcallMetricsAutoConfiguration() {}

    /** Counts events in the application's registry. */
    @Bean
    @ConditionalOnMissingBean(Telemetry.class)
    MicrometerTelemetry rollcallTelemetry(MeterRegistry registry) {
        return new MicrometerTelemetry(registry);
    }
}
