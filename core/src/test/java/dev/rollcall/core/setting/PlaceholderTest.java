// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${BUILD}                        | BUILD",
                "  ${BUILD}                      | BUILD",
                "build-${BUILD}                  | BUILD",
                "${A}-${B}-${A}                  | A, B",
                "${A:${B}}                       | A, B",
                "${site.build-id}                | site.build-id",
                "${BUILD                         | BUILD",
                "${{ vars.BUILD }}               | vars.BUILD",
                "#{environment.BUILD}            | environment.BUILD",
                "{{ .Values.build }}             | Values.build",
                "$BUILD                          | BUILD",
                "%BUILD%                         | BUILD",
                "redis://:$REDIS_PASSWORD@redis  | REDIS_PASSWORD",
                "redis://app:%REDIS_PW%@redis/1  | REDIS_PW",
                "${}                             | ''",
                "@project.version@               | ''",
                "$(git rev-parse HEAD)           | ''",
                "redis://:<password>@redis       | ''",
                "$lowercase                      | ''"
            })
    void isOne(String text, String names) {
        Placeholder found = Objects.requireNonNull(Placeholder.in(text), text);
        assertThat(String.join(", ", found.names())).isEqualTo(names);
        assertThatThrownBy(() -> SettingTypes.words("WORDS", "a").parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(found.toString());
        assertThatThrownBy(() -> SettingTypes.words("WORDS", "a").check(text))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        SettingTypes.list(SettingTypes.words("WORDS", "a")).check(List.of("a", text)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build-2",
                "2026-11-21.1",
                "1.0-SNAPSHOT+abc$def",
                "/product/*",
                "/product/[id]",
                "/{id}",
                "https://a.example/50%25",
                "redis://:p%24w@redis:6379",
                "role=admin",
                "field:build.id",
                "<build>",
                "$"
            })
    void isNone(String text) {
        assertThat(Placeholder.in(text)).isNull();
    }

    @Test
    void nothingIsShownOfWhatMayBeASecret() {
        for (String secret : List.of("${A:hunter2}", "hunter2-${A}-hunter2", "$hunter2", "%hunter2%", "@hunter2@")) {
            assertThatThrownBy(() -> WeakSecrets.refuse(secret))
                    .hasMessageStartingWith("a placeholder that was not filled in")
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(new Placeholder(List.of("A", "B")))
                .hasToString("a placeholder that was not filled in: there is no A and no B");
    }
}
