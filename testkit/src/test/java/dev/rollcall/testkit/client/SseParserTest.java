// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the HTML Living Standard, section 9.2.6. */
class SseParserTest {

    private final List<SseParser.Event> events = new ArrayList<>();

    @Test
    void joinsDataLines() {
        read("data: YHOO", "data: +2", "data: 10", "");
        assertThat(events).containsExactly(new SseParser.Event(null, null, "YHOO\n+2\n10", null));
    }

    @Test
    void leavesOutCommentsUnknownFieldsAndOneSpace() {
        read(": test stream", "", "data:  two spaces", "id: 1", "color: red", "", "data:none", "event", "");
        assertThat(events)
                .containsExactly(
                        new SseParser.Event(null, "1", " two spaces", null),
                        new SseParser.Event("", null, "none", null));
    }

    @Test
    void takesARetryOfDigitsAlone() {
        read("retry: 1500", "data: x", "", "retry: soon", "", "retry: 7", "");
        assertThat(events)
                .containsExactly(new SseParser.Event(null, null, "x", 1_500L), new SseParser.Event(null, null, "", 7L));
    }

    @Test
    void dropsAnEventThatIsNotEnded() {
        read("data: half");
        assertThat(events).isEmpty();
    }

    private void read(String... lines) {
        SseParser parser = new SseParser(events::add);
        List.of(lines).forEach(parser::line);
    }
}
