// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person a request comes from, as the application that hosts Rollcall knows them. Made by a host from its own
 * authentication, never from anything a request says about itself. Immutable.
 *
 * @param name the label of the person, for people who watch; null when names are not to be shown
 * @param stats whether this person may see stats, and until when
 * @param person the person who is signed in, for the dashboard; null when nobody is, and when people are not admitted there by
 *     their roles
 * @param principal the same person as the host's own authentication knows them, for {@link StatsAuthorizer}s of the
 *     application; null when nobody is signed in, when the host has no authentication, and when there is no authorizer that
 *     could ask for it. It is kept as long as the request it came with: with a WebSocket, or with live stats, until they end
 * @param session the host's id of the session by which the person is signed in, so that the host can find out later whether it
 *     has ended; a secret. Null when the request itself proves who it comes from
 */
public record Identity(
        @Nullable String name,
        Decision stats,
        @Nullable Person person,
        @Nullable Principal principal,
        @Nullable String session) {

    /** A request from nobody the host knows, although it knows people. */
    public static final Identity NOBODY = new Identity(null, Decision.denied());

    /** Makes one without person, principal and session. */
    public Identity(@Nullable String name, Decision stats) {
        this(name, stats, null, null, null);
    }

    /** Makes one without principal and session. */
    public Identity(@Nullable String name, Decision stats, @Nullable Person person) {
        this(name, stats, person, null, null);
    }

    /** Returns the same with another person who is signed in; null for nobody. */
    public Identity withPerson(@Nullable Person signedIn) {
        return new Identity(name, stats, signedIn, principal, session);
    }

    /** Returns the same with another principal of the host's own authentication; null for none. */
    public Identity withPrincipal(@Nullable Principal signedIn) {
        return new Identity(name, stats, person, signedIn, session);
    }

    /** Returns the same, signed in by a session; null for none. */
    public Identity withSession(@Nullable String signedInBy) {
        return new Identity(name, stats, person, principal, signedInBy);
    }

    /** Returns the same with another right to see stats. */
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
