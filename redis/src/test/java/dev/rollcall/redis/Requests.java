// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests of a tab to one node, as a host would hand them on. */
final class Requests implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    private final Protocol protocol;

    Requests(Rollcall node) {
        protocol = new Protocol(node, ProtocolOptions.builder().build());
    }

    /** Polls, and returns the id of the tab. */
    String poll(String query) {
        Response response = RedisFleet.result(ask("GET", "/poll", query, ""));
        assertThat(response.status()).isEqualTo(200);
        Matcher id = ID.matcher(new String(response.body(), UTF_8));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** Tells the route of a tab. */
    CompletableFuture<Response> route(String id, String route) {
        return ask("POST", "/route", "", "{\"connectionId\":\"" + id + "\",\"route\":\"" + route + "\"}");
    }

    private CompletableFuture<Response> ask(String method, String path, String query, String body) {
        Map<String, List<String>> headers = Map.of(
                "content-type", List.of("application/json"), "user-agent", List.of("Mozilla/5.0 (X11) Firefox/140"));
        Request request = new Request(
                method,
                "/__skew" + path,
                query,
                Headers.of(headers),
                InetAddress.getLoopbackAddress(),
                body.getBytes(UTF_8),
                false,
                null);
        CompletableFuture<Response> answer = new CompletableFuture<>();
        protocol.decide(request).carryOut(new Verdict.Carrier() {
            @Override
            public void answer(Response response) {
                answer.complete(response);
            }

            @Override
            public void answerLater(Verdict.Later later) {
                later.response().thenAccept(answer::complete);
            }

            @Override
            public void stream(Response head, Verdict.Opening opening) {
                throw new AssertionError("no stream was asked for");
            }

            @Override
            public void upgrade(Verdict.Opening opening) {
                throw new AssertionError("no WebSocket was asked for");
            }
        });
        return answer;
    }

    @Override
    public void close() {
        protocol.close();
    }
}
