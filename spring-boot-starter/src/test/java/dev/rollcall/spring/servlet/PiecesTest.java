// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.servlet.Pieces.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PiecesTest {

    private final Pieces pieces = new Pieces();

    @Test
    void piecesBecomeOneMessageAfterTheOther() {
        assertThat(pieces.add("ab", false)).isEqualTo(State.MORE);
        assertThat(pieces.add("", true)).isEqualTo(State.WHOLE);
        assertThat(pieces.take()).isEqualTo("ab");
        assertThat(pieces.add("c", true)).isEqualTo(State.WHOLE);
        assertThat(pieces.take()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "\u00e9, 2", "\u20ac, 3", "\uD83D\uDE80, 4"})
    void sizeIsInBytesOfUtf8(String character, int bytes) {
        String most = character.repeat(16 * 1024 / bytes);
        assertThat(pieces.add(most, true)).isEqualTo(State.WHOLE);
        pieces.take();
        assertThat(pieces.add(most, false)).isEqualTo(State.MORE);
        assertThat(pieces.add(character, true)).isEqualTo(State.TOO_BIG);
    }

    @Test
    void itIsTooBigOnce() {
        assertThat(pieces.add("x".repeat(20_000), false)).isEqualTo(State.TOO_BIG);
        assertThat(pieces.add("x", false)).isEqualTo(State.MORE);
        assertThat(pieces.add("x", true)).isEqualTo(State.MORE);
    }
}
