// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.servlet.internal.websocket.TextAssembler.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextAssemblerTest {

    private final TextAssembler assembler = new TextAssembler();

    @Test
    void assemblesMessagesOneAfterAnother() {
        assertThat(assembler.add("ab", false)).isEqualTo(State.INCOMPLETE);
        assertThat(assembler.add("", true)).isEqualTo(State.COMPLETE);
        assertThat(assembler.take()).isEqualTo("ab");
        assertThat(assembler.add("c", true)).isEqualTo(State.COMPLETE);
        assertThat(assembler.take()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "\u00e9, 2", "\u20ac, 3", "\uD83D\uDE80, 4"})
    void measuresBytesOfUtf8(String character, int bytes) {
        String most = character.repeat(16 * 1024 / bytes);
        assertThat(assembler.add(most, true)).isEqualTo(State.COMPLETE);
        assembler.take();
        assertThat(assembler.add(most, false)).isEqualTo(State.INCOMPLETE);
        assertThat(assembler.add(character, true)).isEqualTo(State.TOO_BIG);
    }

    @Test
    void reportsOneTooBigMessageOnce() {
        assertThat(assembler.add("x".repeat(20_000), false)).isEqualTo(State.TOO_BIG);
        assertThat(assembler.add("x", false)).isEqualTo(State.INCOMPLETE);
        assertThat(assembler.add("x", true)).isEqualTo(State.INCOMPLETE);
    }
}
