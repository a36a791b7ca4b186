// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.time.Duration;

/** A host under test that listens on loopback. */
public interface RunningHost extends AutoCloseable {

    /** The port it listens on. */
    int port();

    /**
     * Takes the host out of service in order, as on SIGTERM: no new tabs, every tab told when to come back, then closed.
     * Returns when all tabs are gone or the time is up.
     *
     * @param grace how long it may take in all
     */
    void drain(Duration grace);

    /** Stops at once and gives everything back. Does nothing after the first call. */
    @Override
    void close();
}
