// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import dev.rollcall.testkit.process.FreePort;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** WebFlux applications with other settings, one at a time: Reactor's threads end with the first application that ends. */
class FluxLifecycleTest {

    private static final String BASE = "/__skew";

    @Test
    @DisplayName("shutdown tells the tabs when to come back before the server waits for its requests")
    void shutdown() {
        FluxApplication leaving = FluxApplication.start("--server.shutdown=graceful");
        RawSocket sse = RawSocket.connect(leaving.port()).request("GET", BASE + "/sse");
        sse.head();
        RawSocket kept = RawSocket.connect(leaving.port());
        kept.request("GET", BASE + "/health").answer();
        leaving.awaitTotal(1);
        RawSocket busy = RawSocket.connect(leaving.port()).request("GET", "/open/gate");
        leaving.awaitGate();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(leaving::close);
        assertThat(sse.readToEnd()).contains("\"reconnect\"");
        assertThat(kept.statusOrClosed()).isZero();
        assertThat(closed).as("the server, which waits for a request").isNotDone();
        leaving.openGate();
        assertThat(busy.answer().body()).isEqualTo("gate");
        closed.join();
    }

    @Test
    @DisplayName("WebFlux's base path precedes everything")
    void basePath() {
        try (FluxApplication below = FluxApplication.start("--spring.webflux.base-path=/shop")) {
            SseTab tab = SseTab.open(below.http(), "/shop" + BASE, "?route=/a");
            tab.route("/b");
            eventually(() -> assertThat(below.rollcall().stats().routes()).containsOnlyKeys("/b"));
            assertThat(below.http().get(BASE + "/health").status()).isEqualTo(404);
            assertThat(below.http().get("/shop/open/hello").body()).isEqualTo("hello");
            tab.close();
        }
    }

    @Test
    @DisplayName("tabs on a second port are counted too, as in a servlet application")
    void secondPort() {
        int port = FreePort.find();
        try (FluxApplication app = FluxApplication.start("--rollcall.netty.port=" + port)) {
            WebSocketTab here = WebSocketTab.open(app.http(), BASE + "/ws?version=v1");
            SseTab there = SseTab.open(new Http(port), BASE, "?version=v2");
            assertThat(app.rollcall().stats().versions()).containsEntry("v1", 1).containsEntry("v2", 1);
            here.close();
            there.close();
        }
    }
}
