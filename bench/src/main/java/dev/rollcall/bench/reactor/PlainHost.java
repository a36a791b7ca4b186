// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Serves the contract on Reactor Netty with only its public API. Thread-safe. */
final class PlainHost {

    /** Pings are handled by the tab, because each one is a sign of life. */
    private static final WebsocketServerSpec WEB_SOCKET = WebsocketServerSpec.builder()
            .maxFramePayloadLength(PlainWebSocket.MAX_FRAME_BYTES)
            .handlePing(true)
            .build();

    private static final Response HTTP_VERSION =
            HttpErrors.of(505, "version: not supported (expected: HTTP/1.1)", Map.of());

    private final Protocol protocol;

    private PlainHost(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Returns a server that hands every request to the protocol. */
    static HttpServer on(HttpServer server, Protocol protocol) {
        return server.handle(new PlainHost(protocol)::handle);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (request.version().majorVersion() != 1) {
            protocol.rejected(Refusal.HTTP_505);
            return answer(request, response.keepAlive(false), HTTP_VERSION);
        }
        if (!PlainRequests.hasBody(request)) {
            return decide(request, response, PlainRequests.NO_BODY);
        }
        return PlainRequests.body(request)
                .flatMap(body -> decide(request, response, body))
                .onErrorResume(PlainRequests.TooLarge.class, tooLarge -> {
                    protocol.rejected(Refusal.HTTP_413);
                    return answer(request, response.keepAlive(false), HttpErrors.BODY_TOO_LARGE);
                });
    }

    private Mono<Void> decide(HttpServerRequest request, HttpServerResponse response, byte[] body) {
        Exchange exchange = new Exchange(request, response);
        protocol.decide(PlainRequests.of(request, body)).carryOut(exchange);
        return exchange.outcome;
    }

    private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, Response answer) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.status() == 204 || answer.status() == 304) {
            return response.send();
        }
        response.header("Content-Length", Integer.toString(answer.body().length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(Mono.just(answer.body())).then();
    }

    /** Holds an event stream whose status and headers have been set. The body ends with the connection. */
    static Mono<Void> hold(HttpServerResponse response, Verdict.Opening opening) {
        response.chunkedTransfer(false).keepAlive(false);
        return Mono.create(end -> response.withConnection(connection -> {
            PlainStream tab = new PlainStream(connection.channel(), end);
            var unused = response.sendHeaders().then().subscribe(null, end::error, () -> tab.open(opening));
        }));
    }

    /** Holds a WebSocket whose handshake is valid. */
    static Mono<Void> upgrade(HttpServerResponse response, Verdict.Opening opening) {
        return response.sendWebsocket(
                (in, out) -> {
                    in.withConnection(connection -> {
                        PlainWebSocket tab = new PlainWebSocket(connection.channel(), out);
                        tab.open(opening);
                        in.receiveObject().subscribe(tab);
                    });
                    return Mono.never();
                },
                WEB_SOCKET);
    }

    /** Carries out the verdict about one request. */
    private final class Exchange implements Verdict.Carrier {

        private final HttpServerRequest request;
        private final HttpServerResponse response;
        private Mono<Void> outcome = Mono.empty();

        Exchange(HttpServerRequest request, HttpServerResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public void answer(Response answer) {
            outcome = PlainHost.answer(request, response, answer);
        }

        @Override
        public void answerLater(Verdict.Later later) {
            outcome = Mono.fromCompletionStage(later.response())
                    .onErrorReturn(HttpErrors.FAILED)
                    .flatMap(there -> PlainHost.answer(request, response, there));
        }

        @Override
        public void stream(Response head, Verdict.Opening opening) {
            response.status(head.status());
            head.headers().forEach(response::header);
            outcome = hold(response, opening);
        }

        @Override
        public void upgrade(Verdict.Opening opening) {
            boolean upgradable =
                    request.method().equals(HttpMethod.GET) && request.version().equals(HttpVersion.HTTP_1_1);
            Response refusal =
                    upgradable ? WebSocketHandshake.refusal(PlainRequests.headers(request)) : HttpErrors.BAD_HANDSHAKE;
            if (refusal == null) {
                outcome = PlainHost.upgrade(response, opening);
                return;
            }
            opening.abandon();
            protocol.rejected(Refusal.http(refusal.status()));
            outcome = PlainHost.answer(request, response.keepAlive(false), refusal);
        }
    }
}
