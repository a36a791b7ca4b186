// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The person a request comes from, as the application that hosts Rollcall knows them. Made by a host from its own
 * authentication, never from anything a request says about itself. Immutable.
 *
 * @param name the label of the person, for people who watch; null when names are not to be shown
 * @param stats whether this person may see stats, and until when
 * @param principal the person as the host's own authentication has them, for {@link StatsAuthorizer}s of the application;
 *     null when nobody is signed in, when the host has none, and when there is no authorizer that could ask for it. It is
 *     kept as long as the request it came with: with a WebSocket, or with live stats, until they end
 */
public record Identity(
        @Nullable String name, Decision stats, @Nullable Principal principal) {

    /** Makes one without a principal. */
    public Identity(@Nullable String name, Decision stats) {
        this(name, stats, null);
    }

    /** Leaves out name and principal, which must not reach a log. */
    @Override
    public String toString() {
        return "Identity[stats=" + stats + "]";
    }
}
