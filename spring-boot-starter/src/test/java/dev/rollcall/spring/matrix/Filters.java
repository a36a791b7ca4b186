// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Filters that applications typically have. */
final class Filters {

    private Filters() {}

    private static FilterRegistrationBean<Filter> first(Filter filter) {
        FilterRegistrationBean<Filter> bean = new FilterRegistrationBean<>(filter);
        bean.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return bean;
    }

    /** Was registered without support for asynchronous requests, as annotated filters are by default. */
    @Configuration(proxyBeanMethods = false)
    static class NoAsync {
        @Bean
        FilterRegistrationBean<Filter> noAsync() {
            FilterRegistrationBean<Filter> bean =
                    first((request, response, chain) -> chain.doFilter(request, response));
            bean.setAsyncSupported(false);
            return bean;
        }
    }

    /** Says that asynchronous requests are supported, and fails. */
    @Configuration(proxyBeanMethods = false)
    static class FailingAsync {
        @Bean
        FilterRegistrationBean<Filter> failingAsync() {
            return first((request, response, chain) -> chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public AsyncContext startAsync(ServletRequest of, ServletResponse to) {
                            throw new IllegalStateException("not today");
                        }
                    },
                    response));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Etag {
        @Bean
        FilterRegistrationBean<Filter> etag() {
            return first(new ShallowEtagHeaderFilter());
        }
    }

    /** Collects the response, for example to log it, and sends it on. */
    @Configuration(proxyBeanMethods = false)
    static class Caching {
        @Bean
        FilterRegistrationBean<Filter> caching() {
            return first(new OncePerRequestFilter() {
                @Override
                protected void doFilterInternal(
                        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                        throws ServletException, IOException {
                    ContentCachingResponseWrapper wrapper = new ContentCachingResponseWrapper(response);
                    chain.doFilter(request, wrapper);
                    wrapper.copyBodyToResponse();
                }
            });
        }
    }

    /** Collects the response in its own wrapper, and sends what is there when the servlet has returned. */
    @Configuration(proxyBeanMethods = false)
    static class Buffering {
        @Bean
        FilterRegistrationBean<Filter> buffering() {
            return first((request, response, chain) -> {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                chain.doFilter(request, new Redirected((HttpServletResponse) response, body));
                response.setContentLength(body.size());
                response.getOutputStream().write(body.toByteArray());
            });
        }
    }

    /** Compresses responses itself. */
    @Configuration(proxyBeanMethods = false)
    static class Gzip {
        @Bean
        FilterRegistrationBean<Filter> gzip() {
            return first((request, response, chain) -> {
                HttpServletResponse http = (HttpServletResponse) response;
                if (!((HttpServletRequest) request).getRequestURI().endsWith("/sse")) {
                    chain.doFilter(request, response);
                    return;
                }
                http.setHeader("Content-Encoding", "gzip");
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                GZIPOutputStream packed = new GZIPOutputStream(body);
                chain.doFilter(request, new Redirected(http, packed));
                packed.finish();
                response.setContentLength(body.size());
                response.getOutputStream().write(body.toByteArray());
            });
        }
    }

    /** Keeps the body of a request, so that it can be read twice, and does not support listeners. */
    @Configuration(proxyBeanMethods = false)
    static class CachedBody {
        @Bean
        FilterRegistrationBean<Filter> cachedBody() {
            return first((request, response, chain) -> {
                byte[] body = request.getInputStream().readAllBytes();
                chain.doFilter(new Repeated((HttpServletRequest) request, body), response);
            });
        }
    }

    private static final class Redirected extends HttpServletResponseWrapper {

        private final OutputStream to;

        Redirected(HttpServletResponse response, OutputStream to) {
            super(response);
            this.to = to;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException("this filter knows no listeners");
                }

                @Override
                public void write(int one) throws IOException {
                    to.write(one);
                }
            };
        }

        @Override
        public void setContentLength(int length) {}

        @Override
        public void flushBuffer() {}
    }

    private static final class Repeated extends HttpServletRequestWrapper {

        private final byte[] body;

        Repeated(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("this filter knows no listeners");
                }

                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] to, int offset, int length) {
                    return in.read(to, offset, length);
                }
            };
        }
    }
}
