// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person a request comes from, as the application that hosts Rollcall knows them. Made by a host from its own
 * authentication, never from anything a request says about itself. Immutable.
 *
 * @param name the label of the person, for people who watch; null when names are not to be shown
 * @param stats whether this person may see stats, and until when
 * @param person who is signed in, for the dashboard; null when nobody is, and when people are not admitted there by their roles
 * @param session what the host calls the session that the person is signed in by, for the host to find out later whether it has
 *     ended; a secret. Null when the request itself proves who it comes from
 */
public record Identity(
        @Nullable String name,
        Decision stats,
        @Nullable Person person,
        @Nullable String session) {

    /** A request from nobody the host knows, although it knows people. */
    public static final Identity NOBODY = new Identity(null, Decision.denied());

    /** Makes one without a person, who is signed in by no session. */
    public Identity(@Nullable String name, Decision stats) {
        this(name, stats, null, null);
    }

    /** Makes one of somebody who is signed in by no session. */
    public Identity(@Nullable String name, Decision stats, @Nullable Person person) {
        this(name, stats, person, null);
    }

    /** Returns the same with somebody who is signed in; null for nobody. */
    public Identity withPerson(@Nullable Person signedIn) {
        return new Identity(name, stats, signedIn, session);
    }

    /** Returns the same, signed in by a session; null for none. */
    public Identity withSession(@Nullable String signedInBy) {
        return new Identity(name, stats, person, signedInBy);
    }

    /**
     * Somebody who is signed in to the application that hosts Rollcall.
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

    /** Leaves out the name and the session, which must not reach a log. */
    @Override
    public String toString() {
        return "Identity[stats=" + stats + "]";
    }
}
