// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.setting.SettingValues;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first lines of the log: what operators want to know about a server that has started, and what they must do. */
final class Greeting {

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);

    private final SettingValues settings;
    private final RunningServer server;

    Greeting(SettingValues settings, RunningServer server) {
        this.settings = settings;
        this.server = server;
    }

    /** Writes the lines. */
    void log() {
        LOG.info("Rollcall {} listens on {} ({})", Software.version(), server.address(), server.transport());
        logVersion(server.rollcall().internals().releases());
        LOG.info("Dashboard at {}/dashboard/", server.address());
        LOG.info("Stats are visible to callers with {}", server.statsRequirements());
        LOG.info(
                "Capacity: {} connections; {}",
                String.format(Locale.ROOT, "%,d", server.maxConnections()),
                server.headroom().summary());
        server.headroom().shortages(server.maxConnections()).forEach(LOG::warn);
    }

    private void logVersion(Releases releases) {
        if (settings.find(CoreSettings.CURRENT_VERSION) == null
                && releases.list().size() == 1) {
            LOG.warn(
                    "Current version: {}, because current-version is not set; tabs that name no version count as {}",
                    releases.currentVersion(),
                    releases.currentVersion());
        } else {
            LOG.info("Current version: {}", releases.currentVersion());
        }
        JournalStatus journal = server.rollcall().internals().journal().status();
        if (journal.lasting()) {
            LOG.info("Releases, commands, history and who is signed in are kept in {}", journal.place());
        } else {
            LOG.info(
                    "Releases, commands, history and who is signed in are in memory: a restart forgets them (data-dir)");
        }
    }
}
