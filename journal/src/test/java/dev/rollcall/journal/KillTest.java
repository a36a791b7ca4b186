// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.testkit.ManualTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process in the middle of writing, again and again, always on the same directory.
 * {@code -Drollcall.kills=1000} sets how often.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("rollcall.kills", 25);
    private static final int MOST_WRITES = 400;

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    @Test
    @DisplayName("what was acknowledged survives kill -9, each write is there as a whole or not at all, and in order")
    void survivesKills() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long last = -1;
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long told = writeAndKill(last + 1, random);
            acknowledged += told - last;
            last = verify(told, "kill " + kill + ", seed " + seed);
        }
        assertThat(acknowledged).as("numbers that were acknowledged").isGreaterThan(10L * KILLS);
        assertThat(directory.resolve("journal.damaged")).doesNotExist();
        assertThat(Files.size(directory.resolve("journal"))).isLessThan(4 << 20);
    }

    /** Returns the last number that the process was told is kept. */
    private long writeAndKill(long from, Random random) throws IOException, InterruptedException {
        Process process = Children.start(Writing.class, directory.toString(), Long.toString(from));
        long told = from - 1;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
            long until = from + random.nextInt(MOST_WRITES);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (Long.parseLong(line) != told + 1) {
                    throw new AssertionError("acknowledged " + line + " after " + told);
                }
                told++;
                if (told == until) {
                    process.toHandle().destroyForcibly(); // keeps the stream: what it printed before the end counts
                }
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return told;
    }

    /** Returns the last number that is there. */
    private long verify(long told, String when) throws Exception {
        try (ManualTimer timer = ManualTimer.still();
                Journal journal = FileJournal.open(directory, timer)) {
            List<Entry> entries =
                    journal.read(Kind.AUDIT, 1_000).toCompletableFuture().get(1, TimeUnit.MINUTES);
            Map<String, Long> found = new HashMap<>();
            entries.forEach(entry -> found.put(entry.key(), Writing.number(entry)));
            long last = found.values().stream().mapToLong(Long::longValue).max().orElse(-1);
            assertThat(last).as(when).isGreaterThanOrEqualTo(told);
            for (long number = Math.max(0, last - Writing.KEYS + 1); number <= last; number++) {
                assertThat(found)
                        .as(when)
                        .containsEntry("a" + number % Writing.KEYS, number)
                        .containsEntry("b" + number % Writing.KEYS, number);
            }
            return last;
        }
    }
}
