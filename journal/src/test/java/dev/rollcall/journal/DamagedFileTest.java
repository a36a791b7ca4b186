// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal does when its file is cut short, damaged, or not a journal. */
class DamagedFileTest extends JournalDirectory {

    /** The length of the file before any write and after each of three. */
    private long[] threeWrites() throws Exception {
        long[] lengths = new long[4];
        try (Journal journal = open()) {
            lengths[0] = Files.size(file());
            for (int i = 1; i <= 3; i++) {
                put(journal, "k" + i);
                lengths[i] = Files.size(file());
            }
        }
        return lengths;
    }

    @Test
    @DisplayName("a file cut off anywhere holds every write that was whole by then, and can be continued")
    void endsAnywhere() throws Exception {
        long[] lengths = threeWrites();
        byte[] whole = Files.readAllBytes(file());
        for (int end = 0; end < whole.length; end++) {
            Files.write(file(), Arrays.copyOf(whole, end));
            int cut = end;
            List<String> expected = Stream.of("k3", "k2", "k1")
                    .filter(key -> cut >= lengths[key.charAt(1) - '0'])
                    .toList();
            try (Journal journal = open()) {
                assertThat(keys(journal))
                        .as("cut at %s of %s", end, whole.length)
                        .isEqualTo(expected);
                put(journal, "more");
            }
            assertThat(keysAfterRestart())
                    .as("cut at %s", end)
                    .startsWith("more")
                    .hasSize(expected.size() + 1);
        }
    }

    @Test
    @DisplayName("if anything before the last write is damaged, the file is set aside, and its whole records are kept")
    void damagedInside() throws Exception {
        long[] lengths = threeWrites();
        byte[] whole = Files.readAllBytes(file());
        for (int at = (int) lengths[1]; at < lengths[2]; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file(), damaged);
            log.list.clear();
            try (Journal journal = open()) {
                assertThat(keys(journal)).as("damaged at %s", at).containsExactly("k3", "k1");
                put(journal, "more");
            }
            assertThat(directory.resolve("journal.damaged")).hasBinaryContent(damaged);
            assertThat(logged("WARN")).singleElement().asString().contains("is damaged at byte", "journal.damaged");
            log.list.clear();
            assertThat(keysAfterRestart()).containsExactly("more", "k3", "k1");
            assertThat(logged("WARN")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"format\":1}", "x", "rollcall-journal one\n", "rollcall-journal 99999999999\n", "\n\n\n"})
    @DisplayName("a file that is not ours is set aside with a warning")
    void notOurs(String content) throws Exception {
        Files.writeString(file(), content);
        try (Journal journal = open()) {
            assertThat(keys(journal)).isEmpty();
            put(journal, "a");
        }
        assertThat(directory.resolve("journal.damaged")).hasContent(content);
        assertThat(logged("WARN")).singleElement().asString().contains("is damaged");
        assertThat(keysAfterRestart()).containsExactly("a");
    }

    @Test
    @DisplayName("a newer format is refused with advice, and left as it is")
    void newerFormat() throws Exception {
        threeWrites();
        String newer = "rollcall-journal 2\nwhatever that holds";
        Files.writeString(file(), newer);
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith("data-dir: ")
                .withMessageContainingAll("has format 2", "newer version", "start that version again");
        assertThat(file()).hasContent(newer);
    }
}
