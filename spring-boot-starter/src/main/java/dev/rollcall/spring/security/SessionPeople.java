// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.session.RequestSessions;
import dev.rollcall.spring.session.SessionRights;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * The people whom Spring Security keeps in their session, and what they may do as long as it lasts. Looking at them is not use of
 * the session. Thread-safe.
 *
 * @param sessions the application's
 * @param rights what people may see and do by their roles
 * @param rolePrefix what precedes the names of roles in authorities, {@code ROLE_} by default
 * @param valid whether a session holds, by its id: an application may have ended it where nobody has used it since
 */
public record SessionPeople(RequestSessions sessions, PeopleRights rights, String rolePrefix, Predicate<String> valid)
        implements SessionRights {

    /** The attribute in which Spring Security keeps who is signed in, unless an application has it use another one. */
    private static final String ATTRIBUTE = "SPRING_SECURITY_CONTEXT";

    /** Returns who is signed in by the session of a request; null when nobody is. */
    public @Nullable SignedIn find(HttpServletRequest request) {
        String key = sessions.key(request);
        Authentication person = key == null ? null : person(key);
        return key == null || person == null ? null : new SignedIn(key, person);
    }

    @Override
    public @Nullable Decision now(String key) {
        Authentication person = person(key);
        return person == null ? null : rights.stats(person, role -> holds(person, role));
    }

    /** Returns what Rollcall is told of somebody. */
    public Identity identity(SignedIn found) {
        return rights.identity(found.person(), role -> holds(found.person(), role))
                .withSession(found.session());
    }

    private boolean holds(Authentication person, String role) {
        return PrincipalRights.hasRole(person, role) || Authorities.holds(person, rolePrefix + role);
    }

    /** Returns who is signed in by a session; null when nobody is. */
    @Nullable
    Authentication person(String key) {
        Authentication person = sessions.attribute(key, ATTRIBUTE) instanceof SecurityContext context
                ? context.getAuthentication()
                : null;
        String id = person != null && person.isAuthenticated() ? sessions.id(key) : null;
        return id != null && valid.test(id) ? person : null;
    }

    /**
     * Somebody who is signed in by a session.
     *
     * @param session its key
     */
    public record SignedIn(String session, Authentication person) {}
}
