// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import org.jspecify.annotations.Nullable;

/**
 * The person a request comes from, as the application that hosts Rollcall knows them. Made by a host from its own
 * authentication, never from anything a request says about itself. Immutable.
 *
 * @param name the label of the person, for people who watch; null when names are not to be shown
 * @param stats whether this person may see stats, and until when
 * @param session what the host calls the session that the person is signed in by, for the host to find out later whether it has
 *     ended; a secret. Null when the request itself proves who it comes from
 */
public record Identity(
        @Nullable String name, Decision stats, @Nullable String session) {

    /** Creates the identity of a person who is signed in by no session. */
    public Identity(@Nullable String name, Decision stats) {
        this(name, stats, null);
    }

    /** Leaves out the name and the session, which must not reach a log. */
    @Override
    public String toString() {
        return "Identity[stats=" + stats + "]";
    }
}
