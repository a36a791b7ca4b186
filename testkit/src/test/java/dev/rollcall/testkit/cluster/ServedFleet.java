// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fleet that is asked over the contract, each time at the node that a load balancer might have chosen. */
final class ServedFleet implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    final Fleet fleet = new Fleet();
    final List<Protocol> protocols = new ArrayList<>();

    void start(int count) {
        start(count, options -> options);
    }

    void start(int count, UnaryOperator<ProtocolOptionsBuilder> settings) {
        fleet.start(count)
                .forEach(node -> protocols.add(new Protocol(
                        node.rollcall, settings.apply(ProtocolOptions.builder()).build())));
        fleet.pass(Duration.ofSeconds(1));
    }

    /** Sends a request to a node, and waits for the answer. */
    Response ask(int node, String method, String path, String query, String body, String... headers) {
        CompletableFuture<Response> answer = send(node, method, path, query, body, headers);
        fleet.eventually(answer::isDone);
        return answer.join();
    }

    /** Sends a request to a node. */
    CompletableFuture<Response> send(
            int node, String method, String path, String query, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of(
                "host", List.of("shop.test"),
                "origin", List.of("http://shop.test"),
                "content-type", List.of("application/json"),
                "user-agent", List.of("Mozilla/5.0 (X11) Firefox/140")));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        Request request = new Request(
                method,
                "/__skew" + path,
                query,
                Headers.of(all),
                InetAddress.getLoopbackAddress(),
                body.getBytes(UTF_8),
                false,
                null);
        CompletableFuture<Response> answer = new CompletableFuture<>();
        protocols.get(node).decide(request).carryOut(new Verdict.Carrier() {
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

    /** Polls, and returns what the tab is to present from now on. */
    String poll(int node, String query) {
        return id(polled(node, query));
    }

    /** Polls, and returns the whole answer. */
    String polled(int node, String query) {
        Response response = ask(node, "GET", "/poll", query, "");
        assertThat(response.status()).isEqualTo(200);
        return new String(response.body(), UTF_8);
    }

    static String id(String polled) {
        Matcher id = ID.matcher(polled);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    Response post(int node, String path, String id, String more, String... headers) {
        return ask(node, "POST", path, "", "{\"connectionId\":\"" + id + "\"" + more + "}", headers);
    }

    @Override
    public void close() {
        protocols.forEach(Protocol::close);
        fleet.close();
    }
}
