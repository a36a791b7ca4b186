// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/**
 * The sessions of Spring Session, read from their repository and never saved. Their key is their id. Loaded only where Spring
 * Session is present.
 *
 * @param repository keeps the sessions
 */
record StoredSessions(SessionRepository<?> repository) implements RequestSessions {

    @Override
    public @Nullable String key(HttpServletRequest request) {
        return request.getRequestedSessionId();
    }

    @Override
    public String id(String key) {
        return key;
    }

    @Override
    public @Nullable Object attribute(String key, String name) {
        Session session = repository.findById(key);
        return session == null || session.isExpired() ? null : session.getAttribute(name);
    }
}
