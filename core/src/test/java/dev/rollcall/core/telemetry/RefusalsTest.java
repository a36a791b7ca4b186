// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.ManualClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final ManualClock clock = new ManualClock();
    private final List<Refusal> counted = new ArrayList<>();
    private final Refusals refusals = new Refusals(
            new Telemetry() {
                @Override
                public void rejected(Refusal reason) {
                    counted.add(reason);
                }
            },
            clock);

    @Test
    void theLastOfEachReasonIsKeptAndAllAreCounted() {
        refusals.keepOfAddresses(address -> "kept of " + address);
        long start = clock.millis();
        refusals.note(Refusal.BOT, "a");
        refusals.note(Refusal.BOT, "b");
        clock.advance(java.time.Duration.ofSeconds(1));
        refusals.note(Refusal.ORIGIN, null);
        assertThat(refusals.list())
                .containsExactly(
                        new Refusals.Entry(Refusal.ORIGIN, 1, start + 1_000, null),
                        new Refusals.Entry(Refusal.BOT, 2, start, "kept of b"));
        assertThat(counted).containsExactly(Refusal.BOT, Refusal.BOT, Refusal.ORIGIN);
    }

    @Test
    void nothingIsKeptOfAddressesUnlessItIsSaidWhat() {
        refusals.note(Refusal.BOT, "203.0.113.9");
        assertThat(refusals.list()).extracting(Refusals.Entry::address).containsOnlyNulls();
    }

    @Test
    void everyReasonSaysWhatToDoAndIsALabel() {
        assertThat(Arrays.stream(Refusal.values()).map(Refusal::word))
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z]+(-[a-z0-9]+)*"));
        assertThat(Refusal.values()).allMatch(reason -> reason.advice().length() > 20);
        assertThat(Refusal.http(413)).isEqualTo(Refusal.HTTP_413);
        assertThat(Refusal.http(499)).isEqualTo(Refusal.HTTP_OTHER);
        assertThat(Refusal.unchanged("cdn")).isEqualTo(Refusal.UNCHANGED_CDN);
        assertThat(Refusal.unchanged("bot")).isNull();
        assertThat(Refusal.unchanged(null)).isNull();
    }
}
