// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs in, for one request, the person whom the request proves to be its sender. Spring Security's own filters answer 401 to an
 * expired token; here the request goes on, and the tab is a stranger's.
 */
final class RequestAuthenticationFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(RequestAuthenticationFilter.class);

    private final RequestAuthenticator authenticator;

    RequestAuthenticationFilter(RequestAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Authentication person = authenticator.authenticate(request);
            if (person != null) {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(person);
                SecurityContextHolder.setContext(context); // Cleared by the chain's first filter.
            }
        } catch (RuntimeException e) { // Also when the issuer of the tokens cannot be reached.
            LOG.debug("A token was not accepted; the request goes on without it.", e);
        }
        chain.doFilter(request, response);
    }
}
