// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/**
 * Answers what could not be handed below Reactor: requests over HTTP/2, and all on other servers than Reactor Netty. Polling
 * and everything that people use is served whole; event streams and WebSockets are answered 503, so that tabs poll. First of
 * all filters, as what is handed below passes none of them either. Thread-safe.
 */
public final class ExchangeFilter implements WebFilter, Ordered {

    private static final Response NOT_HELD = HttpErrors.of(
            503,
            "not held over HTTP/2 or by this server (expected: HTTP/1.1 to Reactor Netty, or polling)",
            Map.of("Retry-After", "120"));
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeFilter.class);

    private final Protocol protocol;
    private final Predicate<String> paths;
    private final RequestInsight insight;

    /**
     * Serves a protocol, which it does not close.
     *
     * @param paths which requests are for the protocol
     * @param insight what the application knows of a request
     */
    public ExchangeFilter(Protocol protocol, Predicate<String> paths, RequestInsight insight) {
        this.protocol = protocol;
        this.paths = paths;
        this.insight = insight;
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
                .flatMap(body -> known(request(exchange.getRequest(), path, body)))
                .flatMap(request -> answer(protocol.decide(request)))
                .onErrorResume(DataBufferLimitException.class, tooLarge -> {
                    protocol.rejected("http-413");
                    return Mono.just(HttpErrors.BODY_TOO_LARGE);
                })
                .flatMap(response -> write(response, exchange));
    }

    private Mono<Request> known(Request bare) {
        CompletionStage<Request> more = insight.apply(bare);
        return more == null ? Mono.just(bare) : Mono.fromCompletionStage(more).onErrorReturn(bare);
    }

    private Mono<Response> answer(Verdict verdict) {
        if (verdict instanceof Verdict.Answer answer) {
            return Mono.just(answer.response());
        }
        if (verdict instanceof Verdict.Later later) {
            return Mono.fromCompletionStage(later.response()).onErrorResume(failure -> {
                LOG.error("An answer failed; it is 500.", failure);
                return Mono.just(HttpErrors.FAILED);
            });
        }
        verdict.abandon();
        return Mono.just(NOT_HELD);
    }

    private static Mono<Void> write(Response response, ServerWebExchange exchange) {
        ServerHttpResponse to = exchange.getResponse();
        to.setStatusCode(HttpStatusCode.valueOf(response.status()));
        response.headers().forEach(to.getHeaders()::set);
        if (response.status() == 204 || response.status() == 304) {
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

    /** Of whoever has no address that is known here: one in no range that is trusted. */
    private static InetAddress peer(@Nullable InetSocketAddress remote) {
        if (remote != null && remote.getAddress() != null) {
            return remote.getAddress();
        }
        try {
            return InetAddress.getByAddress(new byte[] {0, 0, 0, 0});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Cannot be: four bytes are an address", e);
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
