// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.message.Message;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The way from the hub to one tab, whatever carries it. Thread-safe; never blocks, never throws. */
public interface Outbound {

    /**
     * Sends a message, or keeps it until the tab can take it. A message that is {@linkplain Message#latestOnly() only
     * worth its latest} replaces the one that waits.
     *
     * @return how many bytes the message has
     */
    int send(Message message);

    /**
     * The loop that serves this connection and many others: work on many of them is handed to it in one go. It runs
     * tasks in order, or not at all once it has ended. Null, the default, when there is none.
     */
    default @Nullable Executor loop() {
        return null;
    }

    /** Ends the connection after what was sent before. The connection is closed when the host says so, soon. */
    void close(Disconnect disconnect);
}
