// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.Verdict;
import dev.rollcall.protocol.http.HttpErrors;
import dev.rollcall.protocol.http.Response;
import dev.rollcall.protocol.http.WebSocketHandshake;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Serves the contract on Reactor Netty with its public API alone. Thread-safe. */
final class PlainHost {

    /** Pings are handled here because each one is a sign of life. */
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

    /** Returns the server with every request handed to the protocol. */
    static HttpServer on(HttpServer server, Protocol protocol) {
        return server.handle(new PlainHost(protocol)::handle);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (request.version().majorVersion() != 1) {
            protocol.rejected("http-505");
            return answer(request, response.keepAlive(false), HTTP_VERSION);
        }
        if (!PlainRequests.hasBody(request)) {
            return decide(request, response, PlainRequests.NO_BODY);
        }
        return PlainRequests.body(request)
                .flatMap(body -> decide(request, response, body))
                .onErrorResume(PlainRequests.TooLarge.class, tooLarge -> {
                    protocol.rejected("http-413");
                    return answer(request, response.keepAlive(false), HttpErrors.BODY_TOO_LARGE);
                });
    }

    private Mono<Void> decide(HttpServerRequest request, HttpServerResponse response, byte[] body) {
        Verdict verdict = protocol.decide(PlainRequests.of(request, body));
        if (verdict instanceof Verdict.Answer answer) {
            return answer(request, response, answer.response());
        }
        if (verdict instanceof Verdict.Later later) {
            return Mono.fromCompletionStage(later.response())
                    .onErrorReturn(HttpErrors.FAILED)
                    .flatMap(there -> answer(request, response, there));
        }
        if (verdict instanceof Verdict.Stream stream) {
            return stream(response, stream);
        }
        return upgrade(request, response, ((Verdict.Upgrade) verdict).opening());
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

    private static Mono<Void> stream(HttpServerResponse response, Verdict.Stream stream) {
        response.status(stream.head().status());
        stream.head().headers().forEach(response::header);
        return hold(response, stream.opening());
    }

    private Mono<Void> upgrade(HttpServerRequest request, HttpServerResponse response, Verdict.Opening opening) {
        boolean upgradable =
                request.method().equals(HttpMethod.GET) && request.version().equals(HttpVersion.HTTP_1_1);
        Response refusal =
                upgradable ? WebSocketHandshake.refusal(PlainRequests.headers(request)) : HttpErrors.BAD_HANDSHAKE;
        if (refusal != null) {
            opening.abandon();
            protocol.rejected("http-" + refusal.status());
            return answer(request, response.keepAlive(false), refusal);
        }
        return upgrade(response, opening);
    }

    /** Holds an event stream, whose status and headers are set. The body ends with the connection. */
    static Mono<Void> hold(HttpServerResponse response, Verdict.Opening opening) {
        response.chunkedTransfer(false).keepAlive(false);
        return Mono.create(end -> response.withConnection(connection -> {
            PlainStream tab = new PlainStream(connection.channel(), end);
            var unused = response.sendHeaders().then().subscribe(null, end::error, () -> tab.open(opening));
        }));
    }

    /** Holds a WebSocket, whose handshake is sound. */
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
}
