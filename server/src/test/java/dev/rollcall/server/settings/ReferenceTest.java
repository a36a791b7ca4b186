// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceTest {

    @Test
    void documentationIsCurrent() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("docs/configuration.md is stale; write it anew with: ./rollcall settings > docs/configuration.md")
                .isEqualTo(Reference.markdown());
    }

    @Test
    void everySettingSaysWhatItDoes() {
        assertThat(Catalogue.all()).hasSizeGreaterThan(40).allSatisfy(setting -> {
            assertThat(setting.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(setting.description()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(Reference.markdown()).contains("### " + setting.name() + "\n", "`" + setting.variable() + "`");
        });
        assertThat(Catalogue.all().map(Setting::name)).doesNotHaveDuplicates();
    }

    @Test
    void everyDefaultIsAccepted() {
        Settings settings = new Settings(Map.of());
        assertThat(Catalogue.all().filter(setting -> setting.defaultText() != null))
                .allSatisfy(
                        setting -> assertThat((Object) settings.value(setting)).isNotNull());
    }
}
