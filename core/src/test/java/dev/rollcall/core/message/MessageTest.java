// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.connection.Disconnect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void carriesPlainDataInTheOrderGiven() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("z", 1);
        fields.put("a", List.of("x", 2.5, true, Map.of("deep", new BigDecimal("1.10"))));
        fields.put("m", Map.of());
        DataMessage message = (DataMessage) Message.of("welcome", fields);
        assertThat(message.type()).isEqualTo("welcome");
        assertThat(message.latestOnly()).isFalse();
        assertThat(message.fields()).isEqualTo(fields);
        assertThat(message.fields().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void isNotChangedByWhatHappensToItsSourceLater() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> fields = new HashMap<>(Map.of("list", list));
        DataMessage message = (DataMessage) Message.of("welcome", fields);
        list.add(2);
        fields.put("more", 3);
        assertThat(message.fields()).isEqualTo(Map.of("list", List.of(1)));
    }

    @Test
    void mayHoldNulls() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("list", Arrays.asList("a", null));
        assertThat(((DataMessage) Message.of("welcome", fields)).fields()).isEqualTo(fields);
    }

    @Test
    void refusesWhatJsonCannotSay() {
        refused(Map.of("n", Double.NaN), "fields.n: NaN (expected: a finite number)");
        refused(Map.of("n", Float.POSITIVE_INFINITY), "fields.n: Infinity (expected: a finite number)");
        refused(Map.of("a", List.of(Map.of("b", 'c'))), "fields.a[].b: java.lang.Character");
        refused(Map.of("a", Map.of(1, "x")), "fields.a: key 1 (expected: text)");
        refused(Map.of("a", new AtomicInteger(1)), "fields.a: java.util.concurrent.atomic.AtomicInteger");
        refused(Map.of("type", "other"), "fields: has \"type\"");
    }

    @Test
    void refusesADepthWithoutEnd() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("again", endless);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Message.of("welcome", endless))
                .withMessageContaining("nested deeper than 32 levels");
    }

    @Test
    void needsAType() {
        for (String wrong : List.of("", " ", "x".repeat(129), "a\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Message.of(wrong, Map.of()))
                    .withMessageStartingWith("type: does not fit (expected: ");
        }
    }

    @Test
    void isEncodedOnce() {
        AtomicInteger times = new AtomicInteger();
        Message message = Message.of("welcome", Map.of());
        String first = message.encoded(any -> "form " + times.incrementAndGet());
        String second = message.encoded(any -> "form " + times.incrementAndGet());
        assertThat(second).isSameAs(first).isEqualTo("form 1");
    }

    @Test
    void disconnectsStayWithinTheLimitsOfAWebSocket() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Disconnect(999, "x", "x"))
                .withMessage("code: 999 (expected: 1000 to 4999)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Disconnect(1000, "ä".repeat(62), "x"))
                .withMessage("reason: 124 bytes (expected: at most 123)");
    }

    private static void refused(Map<String, ?> fields, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Message.of("welcome", fields))
                .withMessageStartingWith(why);
    }
}
