// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.servlet.ServletHost;
import dev.rollcall.spring.session.ContainerSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.AbstractSessionManager;
import org.eclipse.jetty.session.SessionConfig;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Hides the cookie of a session from Jetty in requests to Rollcall. Jetty counts every request with that cookie as use of the
 * session, and a session never ends while an event stream uses it. Rollcall still sees the cookie, and looks at the session by
 * other means; so only sessions that it knows are hidden. Thread-safe.
 */
final class JettySessionHiding extends Handler.Wrapper {

    private final ContainerSessions sessions;
    private final ObjectProvider<ProtocolOptions> options;
    private volatile String cookieName = "";

    JettySessionHiding(ContainerSessions sessions, ObjectProvider<ProtocolOptions> options) {
        this.sessions = sessions;
        this.options = options;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean ours = options.getObject().paths().test(request.getHttpURI().getPath());
        return super.handle(ours ? withoutSession(request) : request, response, callback);
    }

    private Request withoutSession(Request request) {
        List<String> sent = request.getHeaders().getValuesList(HttpHeader.COOKIE);
        String name = cookieName();
        List<String> kept = new ArrayList<>();
        String hidden = null;
        for (String header : sent) {
            for (String pair : header.split(";", -1)) {
                String value = value(pair.strip(), name);
                if (value != null && sessions.isKnown(value)) {
                    hidden = value;
                } else if (!pair.isBlank()) {
                    kept.add(pair.strip());
                }
            }
        }
        return hidden == null ? request : new Without(request, sent, kept, hidden);
    }

    private String cookieName() {
        String name = cookieName;
        if (name.isEmpty()) {
            name = getDescendants().stream()
                    .filter(AbstractSessionManager.class::isInstance)
                    .map(manager -> ((AbstractSessionManager) manager).getSessionCookie())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(SessionConfig.__DefaultSessionCookie);
            cookieName = name;
        }
        return name;
    }

    private static @Nullable String value(String pair, String name) {
        return pair.startsWith(name + "=") ? pair.substring(name.length() + 1) : null;
    }

    /** A request with other cookies. */
    private static final class Without extends Request.Wrapper {

        private final HttpFields headers;

        Without(Request request, List<String> sent, List<String> kept, String hidden) {
            super(request);
            HttpFields.Mutable fields = HttpFields.build(request.getHeaders());
            if (kept.isEmpty()) {
                fields.remove(HttpHeader.COOKIE);
            } else {
                fields.put(HttpHeader.COOKIE, String.join("; ", kept));
            }
            headers = fields.asImmutable();
            setAttribute(ServletHost.COOKIES, sent);
            setAttribute(ContainerSessions.HIDDEN_ID, hidden);
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
