// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.actuator;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Passes requests for {@link RollcallEndpoint} on in the form of {@link RawExchange}, in a WebFlux server. The body is read
 * only when Actuator reads it, after all other filters have let the request through.
 *
 * @param endpoints where Actuator's endpoints are; supplies null when there are none
 */
record ReactiveEndpointFilter(Supplier<@Nullable PathMappedEndpoints> endpoints) implements WebFilter, Ordered {

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        return RawExchange.isFor(path, endpoints)
                ? chain.filter(exchange.mutate()
                        .request(new Raw(
                                exchange.getRequest(), exchange.getResponse().bufferFactory()::wrap))
                        .build())
                : chain.filter(exchange);
    }

    /** Wraps bytes. */
    private interface Wrapping {
        DataBuffer wrap(byte[] bytes);
    }

    /** A request whose one parameter is the original query, and whose body has the original body as its one field. */
    private static final class Raw extends ServerHttpRequestDecorator {

        private final Wrapping wrapping;
        private final HttpHeaders headers = new HttpHeaders();

        Raw(ServerHttpRequest request, Wrapping wrapping) {
            super(request);
            this.wrapping = wrapping;
            headers.putAll(request.getHeaders());
            headers.remove(HttpHeaders.CONTENT_LENGTH);
            if (headers.getContentType() == null) {
                // Actuator would refuse a body without a type; the contract's parser is to do that.
                headers.setContentType(MediaType.APPLICATION_JSON);
            }
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public MultiValueMap<String, String> getQueryParams() {
            MultiValueMap<String, String> only = new LinkedMultiValueMap<>();
            only.add(
                    RawExchange.QUERY,
                    Objects.requireNonNullElse(getDelegate().getURI().getRawQuery(), ""));
            return CollectionUtils.unmodifiableMultiValueMap(only);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return getDelegate()
                    .getBody()
                    .collect(ByteArrayOutputStream::new, Raw::add)
                    .map(body -> wrapping.wrap(RawExchange.enclose(body.toByteArray())))
                    .flux();
        }

        /** Keeps at most {@link RawExchange#MOST_BYTES}, and drops the rest: the server wants a body read to its end. */
        private static void add(ByteArrayOutputStream body, DataBuffer next) {
            byte[] kept = new byte[Math.min(next.readableByteCount(), RawExchange.MOST_BYTES - body.size())];
            next.read(kept);
            DataBufferUtils.release(next);
            body.writeBytes(kept);
        }
    }
}
