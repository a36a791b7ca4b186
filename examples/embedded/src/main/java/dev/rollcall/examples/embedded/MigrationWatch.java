// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;

/**
 * The recipe "everybody has migrated": runs an action each time the last tab on a build other than the current one has
 * gone. A listener is notified of one event after the other, so a plain number is enough.
 */
final class MigrationWatch implements ConnectionListener {

    private final String current;
    private final Runnable whenMigrated;
    private int outdated;

    MigrationWatch(String current, Runnable whenMigrated) {
        this.current = current;
        this.whenMigrated = whenMigrated;
    }

    @Override
    public void opened(Connection tab) {
        if (isOutdated(tab)) {
            outdated++;
        }
    }

    @Override
    public void closed(Connection tab, Disconnect why) {
        if (isOutdated(tab) && --outdated == 0) {
            whenMigrated.run();
        }
    }

    private boolean isOutdated(Connection tab) {
        return !tab.version().equals(current);
    }
}
