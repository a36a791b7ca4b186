// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.spring.security.SessionPeople.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Reads from a session who is signed in by it, without using it, and saves nothing. Thread-safe.
 *
 * @param people the people who are signed in by a session
 */
record SessionContexts(SessionPeople people) implements SecurityContextRepository {

    @Override
    @SuppressWarnings("deprecation") // The interface still has it.
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return new Deferred(people, holder.getRequest()).get();
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(people, request);
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return people.find(request) != null;
    }

    /** A context that is read when it is first asked for. Used by one thread. */
    private static final class Deferred implements DeferredSecurityContext {

        private final SessionPeople people;
        private final HttpServletRequest request;
        private final SecurityContext context = SecurityContextHolder.createEmptyContext();
        private boolean read;

        Deferred(SessionPeople people, HttpServletRequest request) {
            this.people = people;
            this.request = request;
        }

        @Override
        public SecurityContext get() {
            read();
            return context;
        }

        @Override
        public boolean isGenerated() {
            read();
            return context.getAuthentication() == null;
        }

        private void read() {
            if (!read) {
                read = true;
                SignedIn found = people.find(request);
                if (found != null) {
                    context.setAuthentication(found.person());
                }
            }
        }
    }
}
