// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.wire.Request;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An exchange that only lets filters find out whose it is: a GET without a body, and a response that goes nowhere. */
final class DryRunExchange {

    private static final ServerCodecConfigurer CODECS = ServerCodecConfigurer.create();

    private DryRunExchange() {}

    /** Returns an exchange with the path, query and headers of a request. */
    static ServerWebExchange of(Request request, WebSessionManager sessions) {
        return new DefaultServerWebExchange(
                new DryRunRequest(request),
                new DiscardedResponse(),
                sessions,
                CODECS,
                new AcceptHeaderLocaleContextResolver());
    }

    /** Includes the query, which may hold a token, unless it is malformed. */
    private static URI uri(Request request) {
        try {
            return URI.create(request.query().isEmpty() ? request.path() : request.path() + "?" + request.query());
        } catch (IllegalArgumentException e) {
            return URI.create(request.path());
        }
    }

    private static HttpHeaders headers(Request request) {
        HttpHeaders headers = new HttpHeaders();
        request.headers().toMap().forEach(headers::addAll);
        return headers;
    }

    /** The same request, but always a GET, so that no CSRF token is required. */
    private static final class DryRunRequest extends AbstractServerHttpRequest {

        private final Request request;

        DryRunRequest(Request request) {
            super(HttpMethod.GET, uri(request), null, headers(request));
            this.request = request;
        }

        @Override
        protected MultiValueMap<String, HttpCookie> initCookies() {
            MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
            Cookies.parse(request.headers().all("cookie"))
                    .forEach((name, value) -> cookies.add(name, new HttpCookie(name, value)));
            return cookies;
        }

        @Override
        protected @Nullable SslInfo initSslInfo() {
            return null;
        }

        @Override
        public InetSocketAddress getRemoteAddress() {
            return new InetSocketAddress(request.peer(), 0);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Declared so by the interface.
        public <T> T getNativeRequest() {
            throw new IllegalStateException(
                    "nativeRequest: a dry run has none (expected: filters that do not need it)");
        }
    }

    private static final class DiscardedResponse extends AbstractServerHttpResponse {

        DiscardedResponse() {
            super(DefaultDataBufferFactory.sharedInstance);
        }

        /** Ignores actions before the commit too: a dry run must not create or renew a session. */
        @Override
        public void beforeCommit(Supplier<? extends Mono<Void>> action) {}

        @Override
        protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
            return Flux.from(body).doOnNext(DataBufferUtils::release).then();
        }

        @Override
        protected Mono<Void> writeAndFlushWithInternal(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return Flux.from(body).concatMap(this::writeWithInternal).then();
        }

        @Override
        protected void applyStatusCode() {}

        @Override
        protected void applyHeaders() {}

        @Override
        protected void applyCookies() {}

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Declared so by the interface.
        public <T> T getNativeResponse() {
            throw new IllegalStateException(
                    "nativeResponse: a dry run has none (expected: filters that do not need it)");
        }
    }
}
