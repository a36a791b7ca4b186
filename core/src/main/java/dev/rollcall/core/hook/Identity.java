// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person whom a request comes from, as the application that hosts Rollcall knows them. A host makes it from its own
 * authentication, never from anything that a request says about itself. Immutable.
 *
 * @param name the label of the person, for people who watch; null when names are not to be shown
 * @param stats whether this person may see stats, and until when
 * @param person the person who is signed in, for the dashboard; null when nobody is, or when roles do not admit people
 *     there
 * @param principal the same person as the host's own authentication knows them, for {@link StatsAuthorizer}s of the
 *     application; null when nobody is signed in, when the host has no authentication, and when there is no authorizer
 *     that could ask for it. It is kept as long as the request that it came with: for a WebSocket or live stats, until
 *     these end
 * @param session the host's id of the session through which the person is signed in, so that the host can find out
 *     later whether the session has ended; a secret. Null when the request itself proves who sent it
 */
public record Identity(
        @Nullable String name,
        Decision stats,
        @Nullable Person person,
        @Nullable Principal principal,
        @Nullable String session) {

    /** Nobody the host knows, although it does authenticate people. */
    public static final Identity NOBODY = new Identity(null, Decision.denied());

    /** Makes an identity without a person, principal or session. */
    public Identity(@Nullable String name, Decision stats) {
        this(name, stats, null, null, null);
    }

    /** Makes an identity without a principal or session. */
    public Identity(@Nullable String name, Decision stats, @Nullable Person person) {
        this(name, stats, person, null, null);
    }

    /** Returns the same identity with another signed-in person; null for nobody. */
    public Identity withPerson(@Nullable Person signedIn) {
        return new Identity(name, stats, signedIn, principal, session);
    }

    /** Returns the same identity with another principal from the host's own authentication; null for none. */
    public Identity withPrincipal(@Nullable Principal signedIn) {
        return new Identity(name, stats, person, signedIn, session);
    }

    /** Returns the same identity, signed in through a session; null for none. */
    public Identity withSession(@Nullable String signedInBy) {
        return new Identity(name, stats, person, principal, signedInBy);
    }

    /** Returns the same identity with another right to see stats. */
    public Identity withStats(Decision allowed) {
        return new Identity(name, allowed, person, principal, session);
    }

    /** Leaves out name, session and principal, which must not reach a log. */
    @Override
    public String toString() {
        return "Identity[stats=" + stats + "]";
    }

    /**
     * A person who is signed in to the application that hosts Rollcall.
     *
     * @param name their own name, for the audit list
     * @param roles which of the roles that the host was asked about they hold
     */
    public record Person(String name, Set<String> roles) {

        /** Copies the roles. */
        public Person {
            roles = Set.copyOf(roles);
        }

        /** Leaves out the name, which must not reach a log. */
        @Override
        public String toString() {
            return "Person[roles=" + roles + "]";
        }
    }
}
