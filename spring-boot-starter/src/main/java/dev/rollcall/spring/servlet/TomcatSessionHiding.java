// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.spring.session.ContainerSessions;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Hides the id of a session from Tomcat in requests to Rollcall. Tomcat's authenticator, which every application has whether it
 * uses it or not, asks each request for its session, and that counts as use. Rollcall looks at the session by other means; so
 * only sessions that it knows are hidden. Thread-safe.
 */
final class TomcatSessionHiding extends ValveBase {

    private final ContainerSessions sessions;
    private final ObjectProvider<ProtocolOptions> options;

    TomcatSessionHiding(ContainerSessions sessions, ObjectProvider<ProtocolOptions> options) {
        super(true); // requests may be asynchronous
        this.sessions = sessions;
        this.options = options;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String id = request.getRequestedSessionId();
        if (id != null && sessions.isKnown(id) && options.getObject().paths().test(request.getRequestURI())) {
            request.setAttribute(ContainerSessions.HIDDEN_ID, id);
            request.setRequestedSessionId(null);
        }
        getNext().invoke(request, response);
    }
}
