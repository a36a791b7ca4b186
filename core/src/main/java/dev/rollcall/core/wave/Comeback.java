// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.node.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What a tab says when it opens a connection, as far as a receipt needs it. A tab may claim anything about itself:
 * whatever it says, it stays in one place, and other tabs keep theirs.
 *
 * @param former the public id of the connection that it had before; null when it had none
 * @param owner the node that made that id; null when it had none
 * @param command the command that made its page reload; null for none
 * @param ageMillis how long ago its page was loaded, in milliseconds; {@link #UNKNOWN} when it does not say
 */
public record Comeback(
        @Nullable String former,
        @Nullable NodeId owner,
        @Nullable String command,
        long ageMillis) {

    /** The tab does not say how old its page is. */
    public static final long UNKNOWN = -1;

    /** Returns the same as of some time later, when the page is older. */
    Comeback after(long millis) {
        return ageMillis == UNKNOWN ? this : new Comeback(former, owner, command, ageMillis + millis);
    }

    /** Returns whether the page was loaded after a command was given. */
    boolean isFresh(String id, long elapsedMillis) {
        return id.equals(command) || (ageMillis != UNKNOWN && ageMillis < elapsedMillis);
    }
}
