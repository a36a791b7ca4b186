// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.http.address.IpLiteral;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Verdict.Opening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Answers the requests for Rollcall that the dense host cannot take from Reactor: those over HTTP/2, and all on servers
 * other than Reactor Netty. Serves polling and everything that people use; answers 503 to event streams and WebSockets, so
 * that tabs poll. Comes before all other filters, because requests that the dense host takes pass none of them either.
 * Thread-safe.
 */
public final class ExchangeFilter implements WebFilter, Ordered {

    private static final Response NOT_HELD = HttpErrors.of(
            503,
            "not held over HTTP/2 or by this server (expected: HTTP/1.1 to Reactor Netty, or polling)",
            Map.of("Retry-After", "120"));

    /** Stands for a peer whose address the server does not know; in no range that can be trusted. */
    private static final InetAddress UNKNOWN = Objects.requireNonNull(IpLiteral.parse("0.0.0.0"));

    private final Contract contract;
    private final Predicate<String> paths;
    private final ReactiveIdentityResolver identity;

    /**
     * Serves a contract, which it does not close.
     *
     * @param paths whether a request is for the contract, by its raw path
     * @param identity resolves the person behind a request
     */
    public ExchangeFilter(Contract contract, Predicate<String> paths, ReactiveIdentityResolver identity) {
        this.contract = contract;
        this.paths = paths;
        this.identity = identity;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (!paths.test(path)) {
            return chain.filter(exchange);
        }
        return DataBufferUtils.join(exchange.getRequest().getBody(), Request.MAX_BODY_BYTES)
                .map(ExchangeFilter::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> identified(request(exchange.getRequest(), path, body)))
                .flatMap(this::answer)
                .onErrorResume(DataBufferLimitException.class, tooLarge -> {
                    contract.rejected(Refusal.HTTP_413);
                    return Mono.just(HttpErrors.BODY_TOO_LARGE);
                })
                .flatMap(response -> write(response, exchange));
    }

    private Mono<Request> identified(Request request) {
        CompletionStage<Request> identified = identity.identified(request);
        return identified == null
                ? Mono.just(request)
                : Mono.fromCompletionStage(identified).onErrorReturn(request);
    }

    private Mono<Response> answer(Request request) {
        return Mono.create(sink -> contract.decide(request).carryOut(new AnswerCarrier(sink)));
    }

    private static Mono<Void> write(Response response, ServerWebExchange exchange) {
        ServerHttpResponse to = exchange.getResponse();
        to.setStatusCode(HttpStatusCode.valueOf(response.status()));
        response.headers().forEach(to.getHeaders()::set);
        if (!response.mayHaveBody()) {
            return to.setComplete();
        }
        to.getHeaders().setContentLength(response.body().length);
        return exchange.getRequest().getMethod().equals(HttpMethod.HEAD)
                ? to.setComplete()
                : to.writeWith(Mono.fromSupplier(() -> to.bufferFactory().wrap(response.body())));
    }

    private static Request request(ServerHttpRequest request, String path, byte[] body) {
        String query = request.getURI().getRawQuery();
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaders()
                .forEach((name, values) -> headers.computeIfAbsent(
                                name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                        .addAll(values));
        return new Request(
                request.getMethod().name(),
                path,
                query == null ? "" : query,
                Headers.of(headers),
                peer(request.getRemoteAddress()),
                body,
                "https".equalsIgnoreCase(request.getURI().getScheme()),
                null);
    }

    private static InetAddress peer(@Nullable InetSocketAddress remote) {
        return remote == null || remote.getAddress() == null ? UNKNOWN : remote.getAddress();
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /**
     * Hands the response over to the exchange, and refuses to hold tabs.
     *
     * @param sink takes the response
     */
    private record AnswerCarrier(MonoSink<Response> sink) implements Verdict.Carrier {

        @Override
        public void answer(Response response) {
            sink.success(response);
        }

        @Override
        public void answerLater(Verdict.Later later) {
            sink.onCancel(later::abandon);
            later.response().thenAccept(sink::success);
        }

        @Override
        public void stream(Response head, Opening opening) {
            opening.abandon();
            sink.success(NOT_HELD);
        }

        @Override
        public void upgrade(Opening opening) {
            opening.abandon();
            sink.success(NOT_HELD);
        }
    }
}
