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

/** An exchange that is only for filters to say whose it is: a GET without a body, an answer that goes nowhere. */
final class Rehearsal {

    private static final ServerCodecConfigurer CODECS = ServerCodecConfigurer.create();

    private Rehearsal() {}

    static ServerWebExchange of(Request request, WebSessionManager sessions) {
        return new DefaultServerWebExchange(
                new Head(request), new Nowhere(), sessions, CODECS, new AcceptHeaderLocaleContextResolver());
    }

    /** With the query where it is a sound one: a token may stand there. */
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

    /** The same request, but always a GET: nobody is to be told that a CSRF token is missing. */
    private static final class Head extends AbstractServerHttpRequest {

        private final Request request;

        Head(Request request) {
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
        @SuppressWarnings("TypeParameterUnusedInFormals") // As the interface has it.
        public <T> T getNativeRequest() {
            throw new IllegalStateException("nativeRequest: there is none (expected: not to be asked for)");
        }
    }

    private static final class Nowhere extends AbstractServerHttpResponse {

        Nowhere() {
            super(DefaultDataBufferFactory.sharedInstance);
        }

        /** Nothing is done at the end either: no session is made or renewed by this. */
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
        @SuppressWarnings("TypeParameterUnusedInFormals") // As the interface has it.
        public <T> T getNativeResponse() {
            throw new IllegalStateException("nativeResponse: there is none (expected: not to be asked for)");
        }
    }
}
