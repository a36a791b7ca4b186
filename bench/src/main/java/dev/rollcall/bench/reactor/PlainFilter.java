// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The plain host as the first filter of a WebFlux application, as far as the measurement needs it. */
final class PlainFilter implements WebFilter, Ordered {

    private final Protocol protocol;

    PlainFilter(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (!PlainRequests.hasBody(request)) {
            return decide(exchange, request, PlainRequests.NO_BODY);
        }
        return PlainRequests.body(request).flatMap(body -> decide(exchange, request, body));
    }

    private Mono<Void> decide(ServerWebExchange exchange, HttpServerRequest request, byte[] body) {
        Answering answering = new Answering(exchange.getResponse());
        protocol.decide(PlainRequests.of(request, body)).carryOut(answering);
        return answering.outcome;
    }

    private static Mono<Void> write(ServerHttpResponse to, Response response) {
        head(to, response);
        to.getHeaders().setContentLength(response.body().length);
        return to.writeWith(Mono.fromSupplier(() -> to.bufferFactory().wrap(response.body())));
    }

    private static void head(ServerHttpResponse to, Response response) {
        to.setStatusCode(HttpStatusCode.valueOf(response.status()));
        response.headers().forEach(to.getHeaders()::set);
    }

    private static final class Answering implements Verdict.Carrier {

        private final ServerHttpResponse to;
        private Mono<Void> outcome = Mono.empty();

        Answering(ServerHttpResponse to) {
            this.to = to;
        }

        @Override
        public void answer(Response response) {
            outcome = write(to, response);
        }

        @Override
        public void answerLater(Verdict.Later later) {
            outcome = Mono.fromCompletionStage(later.response()).flatMap(there -> write(to, there));
        }

        @Override
        public void stream(Response head, Verdict.Opening opening) {
            head(to, head);
            outcome = to.setComplete().then(Mono.defer(() -> PlainHost.hold(reactor(), opening)));
        }

        @Override
        public void upgrade(Verdict.Opening opening) {
            outcome = to.setComplete().then(Mono.defer(() -> PlainHost.upgrade(reactor(), opening)));
        }

        private HttpServerResponse reactor() {
            return ServerHttpResponseDecorator.getNativeResponse(to);
        }
    }
}
