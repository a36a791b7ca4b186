// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.chain;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.FilterInvocation;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * A request as the tab of a visitor without a session makes it, to find out what Spring Security would do with it. Nothing is sent.
 * Used by one thread.
 */
final class StrangersRequest extends HttpServletRequestWrapper {

    private static final Logger LOG = LoggerFactory.getLogger(StrangersRequest.class);
    private static final Authentication STRANGER = new AnonymousAuthenticationToken(
            "rollcall", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

    /** A response that fails when it is used: a filter that writes to it has refused the request. */
    private static final HttpServletResponse NO_ANSWER = (HttpServletResponse) Proxy.newProxyInstance(
            StrangersRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, given) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private static final HttpServletMapping NO_SERVLET = new HttpServletMapping() {
        @Override
        public String getMatchValue() {
            return "";
        }

        @Override
        public String getPattern() {
            return "";
        }

        @Override
        public String getServletName() {
            return "";
        }

        @Override
        public @Nullable MappingMatch getMappingMatch() {
            return null;
        }
    };

    private final Map<String, Object> attributes = new HashMap<>();

    private StrangersRequest(FilterInvocation invocation) {
        super(invocation.getHttpRequest());
    }

    /** Returns one of each kind: a WebSocket, an event stream, and what tabs post. */
    static List<StrangersRequest> all(String contextPath, String basePath) {
        return List.of(
                of(contextPath, "GET", basePath + "/ws"),
                of(contextPath, "GET", basePath + "/sse"),
                of(contextPath, "POST", basePath + "/route"));
    }

    private static StrangersRequest of(String contextPath, String method, String path) {
        return new StrangersRequest(
                new FilterInvocation(contextPath, path, null, null, method, contextAt(contextPath)));
    }

    /** Returns a context that knows nothing but its path. */
    private static ServletContext contextAt(String path) {
        return (ServletContext) Proxy.newProxyInstance(
                StrangersRequest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, given) -> {
                    if (method.getName().equals("getContextPath")) {
                        return path;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /**
     * Returns whether a chain takes the request. One whose matcher fails, because it needs a real request, counts as one that
     * does not.
     */
    boolean isTakenBy(SecurityFilterChain chain) {
        try {
            return chain.matches(this);
        } catch (RuntimeException e) {
            LOG.debug("{} cannot be asked about {}.", chain, this, e);
            return false;
        }
    }

    /** Returns whether the request passes the filters of a chain that check CSRF tokens and rights. */
    boolean isLetThroughBy(SecurityFilterChain chain) {
        return chain.getFilters().stream().allMatch(this::passes);
    }

    private boolean passes(Filter filter) {
        if (filter instanceof CsrfFilter csrf) {
            return reachesEndOf(csrf);
        }
        return !(filter instanceof AuthorizationFilter rights) || isPermittedBy(rights.getAuthorizationManager());
    }

    /** The filter does not pass on a request that needs a token: it has none, and no session that could hold one. */
    private boolean reachesEndOf(CsrfFilter csrf) {
        AtomicBoolean reached = new AtomicBoolean();
        FilterChain end = (request, response) -> reached.set(true);
        try {
            csrf.doFilter(this, NO_ANSWER, end);
        } catch (IOException | ServletException | RuntimeException e) {
            LOG.debug("{} needs a token.", this, e);
        }
        return reached.get();
    }

    private boolean isPermittedBy(AuthorizationManager<HttpServletRequest> rights) {
        try {
            AuthorizationResult result = rights.authorize(() -> STRANGER, this);
            return result == null || result.isGranted();
        } catch (RuntimeException e) {
            LOG.debug("{} cannot be judged.", this, e);
            return true;
        }
    }

    /** Returns that no servlet is known, as for a request of MockMvc: matchers then go by the path. */
    @Override
    public HttpServletMapping getHttpServletMapping() {
        return NO_SERVLET;
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return null;
    }

    /** Returns the method and the path. */
    @Override
    public String toString() {
        return getMethod() + " " + getRequestURI();
    }
}
