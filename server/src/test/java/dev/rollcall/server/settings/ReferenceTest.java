// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(AllSettings.all()).hasSizeGreaterThan(40).allSatisfy(setting -> {
            assertThat(setting.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(setting.description()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(Reference.markdown()).contains("### " + setting.name() + "\n", "`" + setting.variable() + "`");
        });
        assertThat(AllSettings.all().map(Setting::name)).doesNotHaveDuplicates();
    }
}
