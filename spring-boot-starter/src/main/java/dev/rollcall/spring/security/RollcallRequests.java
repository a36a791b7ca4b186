// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.servlet.ServletHost;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches the requests that Rollcall's servlet serves, for security filter chains of the application's own. It works
 * whatever the base path, the context path and the path of Spring MVC's dispatcher are; {@code requestMatchers("...")}
 * would put the last of these before its patterns. Thread-safe.
 */
public final class RollcallRequests implements RequestMatcher {

    private final ObjectProvider<ServletRegistrationBean<?>> servlets;
    private final ObjectProvider<Protocol> protocol;
    private volatile List<String> names = List.of();

    RollcallRequests(ObjectProvider<ServletRegistrationBean<?>> servlets, ObjectProvider<Protocol> protocol) {
        this.servlets = servlets;
        this.protocol = protocol;
    }

    /** Goes by the servlet that the container has chosen, because no other code decodes a path exactly as the container does. */
    @Override
    public boolean matches(HttpServletRequest request) {
        String chosen = request.getHttpServletMapping().getServletName();
        return chosen.isEmpty() ? isPath(request) : names().contains(chosen);
    }

    private List<String> names() {
        List<String> found = names;
        if (found.isEmpty()) {
            found = servlets.stream()
                    .filter(registration -> registration.getServlet() instanceof ServletHost)
                    .map(ServletRegistrationBean::getServletName)
                    .toList();
            names = found;
        }
        return found;
    }

    /** Goes by the path where no servlet is known, as in a test with MockMvc. */
    private boolean isPath(HttpServletRequest request) {
        Protocol contract = protocol.getIfAvailable();
        return contract != null && contract.serves(ServletHost.path(request));
    }

    @Override
    public String toString() {
        return "requests to Rollcall's servlet";
    }
}
