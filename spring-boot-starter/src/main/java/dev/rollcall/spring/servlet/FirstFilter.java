// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.servlet.ServletHost;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Comes before all other filters of the application. Has the host itself answer what the container has mapped to it and the
 * contract does not serve: paths with letters that are percent-encoded without need, with two slashes, or with parameters. The
 * contract's answer to them is 404; behind this filter, Spring compares the path as it was sent with the servlet's, and fails
 * when they differ. And keeps streams from filters that finish a response when the servlet has returned.
 *
 * @param host the servlet
 * @param protocol knows the contract's paths
 */
record FirstFilter(ServletHost host, Protocol protocol) implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest asked) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (protocol.serves(ServletHost.path(asked))) {
            chain.doFilter(request, ServletHost.shield(answer));
        } else {
            host.service(request, response);
        }
    }
}
