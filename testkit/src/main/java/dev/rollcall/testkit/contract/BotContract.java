// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.options.BotMode;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Http;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bots are never counted. */
public abstract class BotContract extends HostContract {

    private static final String GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    /** For hosts. */
    protected BotContract() {}

    @ParameterizedTest
    @ValueSource(strings = {GOOGLEBOT, "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"})
    @DisplayName("a bot gets 204 on SSE, so that its EventSource stops for good, and 403 on WebSocket")
    void refused(String bot) {
        TestServer house = house();
        assertThat(house.refused(Transport.SSE, "", "User-Agent", bot).status()).isEqualTo(204);
        assertThat(house.refused(Transport.WEBSOCKET, "", "User-Agent", bot).status())
                .isEqualTo(403);
        assertThat(house.rollcall().stats().total()).isZero();
    }

    /** The contract names SSE and WebSocket; "never counted" must also hold for a lease, however it is refused. */
    @Test
    @DisplayName("a bot that polls is not counted either")
    void pollingBot() {
        TestServer house = house();
        house.refused(Transport.POLLING, "", "User-Agent", GOOGLEBOT);
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("a browser is not a bot, nor is a client without a user agent")
    void browsers() {
        TestServer house = house();
        house.sse("", "User-Agent", Http.BROWSER);
        house.raw()
                .send("GET " + house.path("/sse") + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .head();
        // A host may send the head before the tab is counted.
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(2));
    }

    @Test
    @DisplayName("refusing bots can be switched off")
    void switchedOff() {
        TestServer house = house(setup -> setup.set(ContractSettings.BOTS, BotMode.COUNT));
        house.sse("", "User-Agent", GOOGLEBOT);
        house.ws("", "User-Agent", GOOGLEBOT);
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
    }
}
