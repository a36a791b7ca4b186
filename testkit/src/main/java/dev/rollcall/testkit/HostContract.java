// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * Base of the suites. Each test starts the host it needs, on a clock that stands still; everything it opened is closed
 * afterwards, in reverse order.
 */
@Timeout(120)
public abstract class HostContract {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** For the suites. */
    protected HostContract() {}

    /** Returns how to start the host under test. */
    protected abstract HostFactory host();

    /** Starts a host with the settings of {@link Setup}. */
    protected final TestServer house() {
        return house(setup -> setup);
    }

    /** Starts a host with other settings. */
    protected final TestServer house(UnaryOperator<Setup> change) {
        return closing(TestServer.start(host(), change.apply(new Setup())));
    }

    /** Has something closed after the test, and returns it. */
    protected final <T extends AutoCloseable> T closing(T opened) {
        open.push(opened);
        return opened;
    }

    /** Closes what the test opened. A failure to close fails the test, after everything else has been closed. */
    @AfterEach
    final void closeAll() throws Exception {
        Exception failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
