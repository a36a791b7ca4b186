// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "v1.2.3+build", "0b8a1f5e-8c1d", "constructor", "__proto__", "größe 2", "🚀", "<b>"})
    void fits(String text) {
        assertThat(Version.of(text)).isEqualTo(new Checked.Fit(text));
    }

    @Test
    @DisplayName("S6: a version has 1 to 128 characters")
    void bounded() {
        assertThat(Version.of("x".repeat(128))).isInstanceOf(Checked.Fit.class);
        assertThat(Version.of("x".repeat(129)))
                .isEqualTo(new Checked.Misfit("version: 129 characters (expected: 1 to 128)"));
        assertThat(Version.of("")).isEqualTo(new Checked.Misfit("version: 0 characters (expected: 1 to 128)"));
    }

    @ParameterizedTest
    @DisplayName("S12: no control, invisible or half characters")
    @ValueSource(strings = {"1\n", "\u001b[2J", "\u0000", "a\u200bb", "\u202e1.2", "\u2028", "\ufeff1", "\udfff"})
    void controlCharacters(String text) {
        assertThat(Version.of(text))
                .isEqualTo(new Checked.Misfit(
                        "version: holds a control or invisible character (expected: printable characters)"));
    }

    @Property
    void alwaysWithinBounds(@ForAll @StringLength(max = 200) String text) {
        if (Version.of(text) instanceof Checked.Fit fit) {
            assertThat(fit.value()).isEqualTo(text).hasSizeBetween(1, 128);
            assertThat(text.codePoints()
                            .anyMatch(c -> Character.getType(c) == Character.FORMAT || Character.isISOControl(c)))
                    .isFalse();
        }
    }
}
