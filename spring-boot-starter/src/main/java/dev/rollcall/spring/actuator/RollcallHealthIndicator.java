// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.protocol.Protocol;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Reports up while tabs are admitted, and out of service while they are sent away.
 *
 * @param rollcall knows the version and the connections
 * @param protocol knows whether tabs are admitted
 */
record RollcallHealthIndicator(Rollcall rollcall, Protocol protocol) implements HealthIndicator {

    @Override
    public Health health() {
        Health.Builder health = protocol.isOpen() ? Health.up() : Health.outOfService();
        JournalStatus journal = rollcall.internals().journal().status();
        if (journal.trouble() != null) {
            health.withDetail("journal", journal.trouble());
        } else if (journal.lasting()) {
            health.withDetail("journal", journal.place());
        }
        return health.withDetail("version", rollcall.currentVersion())
                .withDetail("connections", rollcall.internals().hub().size())
                .build();
    }
}
