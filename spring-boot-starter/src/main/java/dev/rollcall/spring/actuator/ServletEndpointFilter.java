// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * Passes requests for {@link RollcallEndpoint} on in the form of {@link RawExchange}, in a servlet container. The body is read
 * only when Actuator reads it, after all other filters have let the request through.
 *
 * @param endpoints where Actuator's endpoints are; supplies null when there are none
 */
record ServletEndpointFilter(Supplier<@Nullable PathMappedEndpoints> endpoints) implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean own = request instanceof HttpServletRequest http && RawExchange.isFor(path(http), endpoints);
        chain.doFilter(own ? new Raw((HttpServletRequest) request) : request, response);
    }

    /** Returns the path as the container has decoded it, below that of the servlet if it has one. */
    private static String path(HttpServletRequest request) {
        return request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
    }

    /** A request whose one parameter is the original query, and whose body has the original body as its one field. */
    private static final class Raw extends HttpServletRequestWrapper {

        private static final String JSON = "application/json";
        private static final String CONTENT_TYPE = "Content-Type";

        private final String query;

        Raw(HttpServletRequest request) {
            super(request);
            query = Objects.requireNonNullElse(request.getQueryString(), "");
        }

        @Override
        public String getQueryString() {
            return RawExchange.QUERY + "=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable String getParameter(String name) {
            return name.equals(RawExchange.QUERY) ? query : null;
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return name.equals(RawExchange.QUERY) ? new String[] {query} : null;
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(Map.of(RawExchange.QUERY, query).keySet());
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of(RawExchange.QUERY, new String[] {query});
        }

        /** Returns JSON for a body without a type, which Actuator would refuse: that is for the contract's parser to do. */
        @Override
        public String getContentType() {
            return Objects.requireNonNullElse(super.getContentType(), JSON);
        }

        /** Jersey reads the type here. */
        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(CONTENT_TYPE) ? getContentType() : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(CONTENT_TYPE)
                    ? Collections.enumeration(List.of(getContentType()))
                    : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(Collections.list(super.getHeaderNames()));
            names.add(CONTENT_TYPE);
            return Collections.enumeration(names);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Enclosed(RawExchange.enclose(super.getInputStream().readNBytes(RawExchange.MOST_BYTES)));
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.US_ASCII));
        }
    }

    /** A body in memory. */
    private static final class Enclosed extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Enclosed(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return bytes.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("no listener is needed: the body is in memory (expected: read it at once)");
        }
    }
}
