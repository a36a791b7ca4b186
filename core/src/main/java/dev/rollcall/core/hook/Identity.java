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
 */
public record Identity(@Nullable String name, Decision stats) {

    /** Leaves out the name, which must not reach a log. */
    @Override
    public String toString() {
        return "Identity[stats=" + stats + "]";
    }
}
