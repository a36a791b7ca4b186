// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.testkit.ManualTimer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopContractTest {

    private final ManualTimer timer = ManualTimer.still();
    private final Rollcall rollcall =
            Rollcall.builder().currentVersion("v1").timer(timer).build();
    private final Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
    private final ShopContract contract = new ShopContract(
            protocol, new Shop(rollcall, "/__skew", OriginPolicy.of(List.of(), TrustedProxies.none())));

    @AfterEach
    void close() {
        protocol.close();
        rollcall.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/__skew/health", "/__skew/nothing", "/api/admin/stats"})
    void theProtocolAnswersItsOwnPaths(String path) {
        assertThat(text(contract.decide(get(path)))).startsWith("{\"ok\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cart", "/nothing", "/__skew", "/__skewed", "/api/admin"})
    void theShopAnswersEverythingElse(String path) {
        assertThat(text(contract.decide(get(path)))).startsWith("<!doctype html>");
    }

    @Test
    void theProtocolAnswersForFilesThatTheShopDoesNotHave() {
        Verdict verdict = contract.decide(get("/demo/none.js"));
        assertThat(answer(verdict).status()).isEqualTo(404);
        assertThat(text(verdict)).contains("expected: a path under /__skew");
    }

    @Test
    void drainIsTheProtocols() {
        assertThat(protocol.isOpen()).isTrue();
        assertThat(contract.drain(Duration.ofSeconds(1))).isNotNull();
        assertThat(protocol.isOpen()).isFalse();
    }

    private static Request get(String path) {
        return new Request(
                "GET",
                path,
                "",
                Headers.of(Map.of("host", List.of("shop.test"))),
                InetAddress.getLoopbackAddress(),
                new byte[0],
                false,
                null);
    }

    private static Response answer(Verdict verdict) {
        if (verdict instanceof Verdict.Later later) {
            return later.response().toCompletableFuture().join();
        }
        return assertThat(verdict)
                .asInstanceOf(InstanceOfAssertFactories.type(Verdict.Answer.class))
                .actual()
                .response();
    }

    private static String text(Verdict verdict) {
        return new String(answer(verdict).body(), StandardCharsets.UTF_8);
    }
}
