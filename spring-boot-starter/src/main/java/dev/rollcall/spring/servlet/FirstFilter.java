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
 * Comes before all other filters of the application, for two reasons:
 *
 * <ul>
 *   <li>A container maps some paths to the host that the contract does not serve: with needlessly percent-encoded
 *         letters, with two slashes, or with parameters. The host answers them with 404 from here. Further down, Spring
 *         would compare the path as it was sent with that of the servlet, and fail because they differ.
 *   <li>Some filters finish a response when the servlet has returned. They must not reach a stream; see {@link ServletHost#shield}.
 * </ul>
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
