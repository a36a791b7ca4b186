// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while tabs are let in, out of service while they are sent away. */
record RollcallHealthIndicator(Rollcall rollcall, Protocol protocol) implements HealthIndicator {

    @Override
    public Health health() {
        Health.Builder health = protocol.isOpen() ? Health.up() : Health.outOfService();
        return health.withDetail("version", rollcall.currentVersion())
                .withDetail("connections", rollcall.internals().hub().size())
                .build();
    }
}
