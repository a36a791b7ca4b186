// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.testkit.cluster.DirectRequest;
import java.util.concurrent.CompletableFuture;

/** Requests of a tab to one node, as a host would pass them on. */
final class Requests implements AutoCloseable {

    private final Protocol protocol;

    Requests(Rollcall node) {
        protocol = new Protocol(node, ProtocolOptions.builder().build());
    }

    /** Polls, and returns the id of the tab. */
    String poll(String query) {
        Response response = RedisFleet.result(ask("GET", "/poll", query, ""));
        assertThat(response.status()).isEqualTo(200);
        return DirectRequest.id(response);
    }

    /** Tells the route of a tab. */
    CompletableFuture<Response> route(String id, String route) {
        return ask("POST", "/route", "", "{\"connectionId\":\"" + id + "\",\"route\":\"" + route + "\"}");
    }

    private CompletableFuture<Response> ask(String method, String path, String query, String body) {
        return DirectRequest.send(protocol, method, path, query, body);
    }

    @Override
    public void close() {
        protocol.close();
    }
}
