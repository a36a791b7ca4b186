// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.spring;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.spring.ConnectionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs when the last tab on an older version has gone. Whatever only that version needed can then be removed. */
@Component
class RolloutLog {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutLog.class);

    private final Rollcall rollcall;

    RolloutLog(Rollcall rollcall) {
        this.rollcall = rollcall;
    }

    @EventListener
    void closed(ConnectionEvent.Closed event) {
        String before = event.connection().version();
        Stats now = rollcall.stats();
        // If there is no tab at all, the shop is shutting down.
        if (!before.equals(now.current()) && now.outdated() == 0 && now.total() > 0) {
            LOG.info("No tab is left on {} or any other version than {}.", before, now.current());
        }
    }
}
