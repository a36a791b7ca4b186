// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.Failure;
import java.util.List;

/** A command that talks to a running server. Stateless. */
public interface Operation {

    /** Returns what the command does, in one sentence. */
    String description();

    /** Returns the labels of its arguments, all required; none unless overridden. */
    default List<String> parameters() {
        return List.of();
    }

    /** Returns its options, except those that every command has; none unless overridden. */
    default List<Option> options() {
        return List.of();
    }

    /** Returns command lines for its help, each of which works as printed. */
    List<String> examples();

    /**
     * Runs the command, on the calling thread.
     *
     * @return the exit code, see {@link Failure}
     * @throws Failure when the command ends without having done its work
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    int run(Given given, Session session) throws InterruptedException;
}
