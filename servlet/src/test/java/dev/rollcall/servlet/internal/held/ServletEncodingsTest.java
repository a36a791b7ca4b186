// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServletEncodingsTest {

    private final ServletEncodings encodings = new ServletEncodings();

    @Test
    void encodesAnEventWithItsRetryTime() {
        EncodedMessage message = EncodedMessage.withRetry("reconnect", utf8("{\"a\":1}"), 250);
        assertThat(text(encodings.event(message.whole()))).isEqualTo("retry: 250\ndata: {\"a\":1}\n\n");
        assertThat(encodings.text(message.whole())).isEqualTo("{\"a\":1}");
    }

    @Test
    void appendsWhatIsTheTabsOwn() {
        TabFrame frame =
                new TabFrame(EncodedMessage.of("stats", utf8("{\"a\":\"\u00e9\"")), utf8(",\"yourId\":\"x\"}"));
        assertThat(text(encodings.event(frame))).isEqualTo("data: {\"a\":\"\u00e9\",\"yourId\":\"x\"}\n\n");
        assertThat(encodings.text(frame)).isEqualTo("{\"a\":\"\u00e9\",\"yourId\":\"x\"}");
    }

    @Test
    void encodesAMessageOnceForAllTabs() {
        EncodedMessage message = EncodedMessage.of("news", utf8("{}"));
        EncodedMessage other = EncodedMessage.of("news", utf8("{}"));
        assertThat(encodings.event(message.whole()))
                .isSameAs(encodings.event(message.whole()))
                .isNotSameAs(encodings.event(other.whole()));
        assertThat(encodings.text(message.whole()))
                .isSameAs(encodings.text(message.whole()))
                .isNotSameAs(encodings.text(other.whole()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
