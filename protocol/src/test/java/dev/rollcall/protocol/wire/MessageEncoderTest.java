// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageEncoderTest {

    private static String text(Message message, String id) {
        TabFrame frame = MessageEncoder.frame(message, () -> id);
        return new String(frame.encoded().json(), UTF_8) + new String(frame.tailOrEmpty(), UTF_8);
    }

    @Test
    void aMessageWithoutATailIsTheSameObjectForAll() {
        Message message = Message.of("hello", Map.of("to", "all"));
        TabFrame first = MessageEncoder.frame(message, () -> "a");
        assertThat(MessageEncoder.frame(message, () -> "b")).isSameAs(first);
        assertThat(text(message, "a")).isEqualTo("{\"type\":\"hello\",\"to\":\"all\"}");
    }

    @Test
    void anyMessageMayHaveATailOfATabsOwn() {
        Message message = Message.of("hello", Map.of("to", "all"), tab -> Map.of("you", tab.id()));
        assertThat(text(message, "a")).isEqualTo("{\"type\":\"hello\",\"to\":\"all\",\"you\":\"a\"}");
        assertThat(text(message, "b\"")).isEqualTo("{\"type\":\"hello\",\"to\":\"all\",\"you\":\"b\\\"\"}");
        assertThat(MessageEncoder.frame(message, () -> "a").encoded())
                .isSameAs(MessageEncoder.frame(message, () -> "b").encoded());
        assertThat(text(Message.of("hello", Map.of(), tab -> Map.of()), "a")).isEqualTo("{\"type\":\"hello\"}");
    }

    @Test
    void theContractsOwnTypesAreReserved() {
        assertThat(MessageEncoder.isReserved(Messages.pong().type())).isTrue();
        assertThat(MessageEncoder.isReserved("stats-anything")).isTrue();
        assertThat(MessageEncoder.isReserved("hello")).isFalse();
    }
}
