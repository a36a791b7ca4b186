// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.session;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the servlet container. Asking a request for its session counts as use, so this class remembers sessions from
 * when they are created, and looks at them without a request. Thread-safe.
 */
public final class ContainerSessions
        implements RequestSessions, HttpSessionListener, HttpSessionIdListener, HttpSessionAttributeListener {

    /** The request attribute with the id of the session whose cookie is hidden from the container. */
    public static final String HIDDEN_ID = ContainerSessions.class.getName() + ".hiddenId";

    private final Map<String, Known> byId = new ConcurrentHashMap<>();
    private final Map<String, Known> byKey = new ConcurrentHashMap<>();
    private final SessionEnds ends;

    /**
     * Creates an instance that knows no session yet.
     *
     * @param ends is notified when a session ends, or when somebody else is signed in by it
     */
    ContainerSessions(SessionEnds ends) {
        this.ends = ends;
    }

    @Override
    public @Nullable String key(HttpServletRequest request) {
        Object hidden = request.getAttribute(HIDDEN_ID);
        String id = hidden instanceof String shown ? shown : request.getRequestedSessionId();
        Known known = id == null ? null : find(id);
        if (known == null && id != null && hidden == null) {
            // One from before a restart, say, of which the container has not told: it is used this once.
            HttpSession unheard = request.getSession(false);
            known = unheard == null ? null : add(unheard);
        }
        return known == null ? null : known.key;
    }

    /**
     * Returns whether there is a session with this id.
     *
     * @param id as a cookie has it: a dot and the name of a server may follow the id itself
     */
    public boolean isKnown(String id) {
        return find(id) != null;
    }

    @Override
    public @Nullable String id(String key) {
        Known known = byKey.get(key);
        return known == null ? null : known.session.getId();
    }

    @Override
    public @Nullable Object attribute(String key, String name) {
        Known known = byKey.get(key);
        try {
            return known == null ? null : known.session.getAttribute(name);
        } catch (IllegalStateException e) { // It has ended.
            return null;
        }
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        add(event.getSession());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        Known known = byId.remove(oldId);
        if (known != null) {
            byId.put(event.getSession().getId(), known);
        }
    }

    /** Forgets the session before anybody is notified: the container may still show its attributes. */
    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        Known known = byId.remove(event.getSession().getId());
        if (known != null) {
            byKey.remove(known.key);
            ends.ended(known.key);
        }
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        personChanged(event);
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        personChanged(event);
    }

    private void personChanged(HttpSessionBindingEvent event) {
        Known known = event.getName().equals(SPRING_SECURITY_CONTEXT_KEY)
                ? byId.get(event.getSession().getId())
                : null;
        if (known != null) {
            ends.ended(known.key);
        }
    }

    private Known add(HttpSession session) {
        return byId.computeIfAbsent(session.getId(), id -> {
            Known known = new Known(UUID.randomUUID().toString(), session);
            byKey.put(known.key, known);
            return known;
        });
    }

    private @Nullable Known find(String id) {
        Known known = byId.get(id);
        int dot = id.indexOf('.');
        return known == null && dot > 0 ? byId.get(id.substring(0, dot)) : known;
    }

    /**
     * A session, whose id may change.
     *
     * @param key does not change
     */
    private record Known(String key, HttpSession session) {}
}
