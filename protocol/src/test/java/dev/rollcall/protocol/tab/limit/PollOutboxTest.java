// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Recipient;
import dev.rollcall.protocol.wire.MessageEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollOutboxTest {

    private static final Recipient TAB = () -> "tab";

    private final PollOutbox outbox = new PollOutbox();

    private boolean add(int number) {
        Message message = Message.of("news", Map.of("n", number));
        return outbox.add(message, MessageEncoder.frame(message, TAB));
    }

    private List<String> answer() {
        List<String> content = new ArrayList<>();
        outbox.answer(frame -> content.add(new String(frame.encoded().json(), UTF_8).replaceAll("\\D", "")));
        return content;
    }

    @Test
    void everyAnswerHoldsWhatIsNotConfirmed() {
        add(1);
        assertThat(answer()).containsExactly("1");
        add(2);
        assertThat(answer()).containsExactly("1", "2");
        outbox.confirm(1);
        assertThat(answer()).containsExactly("2");
        outbox.confirm(0);
        assertThat(answer()).containsExactly("2");
        outbox.confirm(2);
        assertThat(answer()).isEmpty();
    }

    @Test
    void whoNamesNoAnswerHasReadAll() {
        add(1);
        answer();
        add(2);
        outbox.confirm(Long.MAX_VALUE);
        assertThat(answer())
                .as("what was in no answer yet cannot have been read")
                .containsExactly("2");
    }

    @Test
    void whatIsNotConfirmedCountsTowardsTheBound() {
        for (int i = 0; i < TabQueue.MAX_MESSAGES / 2; i++) {
            assertThat(add(i)).isTrue();
        }
        answer();
        for (int i = 0; i < TabQueue.MAX_MESSAGES / 2; i++) {
            assertThat(add(i)).isTrue();
        }
        assertThat(add(0)).isFalse();
        outbox.confirm(1);
        assertThat(add(0)).isTrue();
    }
}
