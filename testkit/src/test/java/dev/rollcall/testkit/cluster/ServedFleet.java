// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.ProtocolOptionsBuilder;
import dev.rollcall.protocol.wire.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** A fleet that is asked over the contract, each time at a node that a load balancer might have chosen. */
final class ServedFleet implements AutoCloseable {

    final Fleet fleet = new Fleet();
    final List<Protocol> protocols = new ArrayList<>();

    void start(int count) {
        start(count, options -> options);
    }

    void start(int count, UnaryOperator<ProtocolOptionsBuilder> settings) {
        fleet.start(count).forEach(node -> {
            ProtocolOptionsBuilder options =
                    ProtocolOptions.builder().adminThread(fleet::soon).checkThread(fleet::soon);
            protocols.add(new Protocol(node.rollcall, settings.apply(options).build()));
        });
        fleet.pass(Duration.ofSeconds(1));
    }

    /** Sends a request to a node, and waits for the answer. */
    Response ask(int node, String method, String path, String query, String body, String... headers) {
        CompletableFuture<Response> answer = send(node, method, path, query, body, headers);
        if (!answer.isDone()) {
            fleet.eventually(answer::isDone);
        }
        return answer.join();
    }

    /** Sends a request to a node. */
    CompletableFuture<Response> send(
            int node, String method, String path, String query, String body, String... headers) {
        return DirectRequest.send(protocols.get(node), method, path, query, body, headers);
    }

    /** Polls, and returns what the tab must present from now on. */
    String poll(int node, String query) {
        return DirectRequest.id(answer(node, query));
    }

    /** Polls, and returns the whole answer. */
    Response answer(int node, String query) {
        Response response = ask(node, "GET", "/poll", query, "");
        assertThat(response.status()).isEqualTo(200);
        return response;
    }

    /** Polls a node until the tab gets a message, for an hour at most. Returns what the tab must present next. */
    String pollUntil(int node, String tab, String heard) {
        String next = tab;
        String said = "";
        for (int seconds = 0; seconds < 3_600; seconds += 2) {
            fleet.pass(Duration.ofSeconds(2));
            Response polled = answer(node, "version=v1&resume=" + next);
            said = new String(polled.body(), UTF_8);
            next = DirectRequest.id(polled);
            if (said.contains(heard)) {
                return next;
            }
        }
        throw new AssertionError("the tab was to hear " + heard + ", and heard last " + said);
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
