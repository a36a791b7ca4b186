// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.session.RequestSessions;
import dev.rollcall.spring.session.SessionRights;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * The people whom Spring Security keeps in their session, and what they may do as long as it lasts. Looking at them does not use
 * the session. Thread-safe.
 *
 * @param sessions those of the application
 * @param rights what people may see and do by their roles
 * @param rolePrefix what precedes the names of roles in authorities, {@code ROLE_} by default
 * @param valid whether the session with this id is still valid: a {@code SessionRegistry} may have expired it, which Spring
 *     Security notices only when the session is used next
 */
public record SessionPeople(RequestSessions sessions, PeopleRights rights, String rolePrefix, Predicate<String> valid)
        implements SessionRights {

    private static final Logger LOG = LoggerFactory.getLogger(SessionPeople.class);

    /**
     * Returns who is signed in by the session of a request; null when nobody is. When the store of the sessions fails, nobody is: a
     * tab must get in all the same.
     */
    public @Nullable SignedIn find(HttpServletRequest request) {
        try {
            String key = sessions.key(request);
            Authentication person = key == null ? null : person(key);
            return key == null || person == null ? null : new SignedIn(key, person);
        } catch (RuntimeException e) {
            LOG.debug("A session could not be looked at; nobody is signed in for this request.", e);
            return null;
        }
    }

    @Override
    public @Nullable Decision now(String key) {
        Authentication person = person(key);
        return person == null ? null : rights.stats(person, role -> holds(person, role));
    }

    /** Returns what Rollcall may know of somebody, with the session that it depends on. */
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
        Authentication person = sessions.attribute(key, SPRING_SECURITY_CONTEXT_KEY) instanceof SecurityContext context
                ? context.getAuthentication()
                : null;
        String id = person != null && person.isAuthenticated() ? sessions.id(key) : null;
        return id != null && valid.test(id) ? person : null;
    }

    /**
     * Somebody who is signed in by a session.
     *
     * @param session the key of the session
     * @param person who it is
     */
    public record SignedIn(String session, Authentication person) {}
}
