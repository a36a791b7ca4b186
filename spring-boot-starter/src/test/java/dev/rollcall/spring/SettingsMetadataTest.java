// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows about the settings: the file that Spring's annotation processor makes from the code and our hints. */
class SettingsMetadataTest {

    private static final String OWN_CLASS = "dev/rollcall/spring/RollcallProperties.class";

    @Test
    void everySettingHasADescription() throws IOException {
        assertThat(entries("properties"))
                .isNotEmpty()
                .allSatisfy(setting ->
                        assertThat(setting.path("description").asString("")).isNotBlank());
    }

    @Test
    void everyHintBelongsToASetting() throws IOException {
        assertThat(names("hints")).contains("rollcall.trusted-proxies", "rollcall.stats.role");
        assertThat(names("properties")).containsAll(names("hints"));
    }

    private static List<String> names(String kind) throws IOException {
        return entries(kind).stream()
                .map(entry -> entry.path("name").asString())
                .toList();
    }

    // Other jars have such a file too; ours is the one beside our classes.
    private static List<JsonNode> entries(String kind) throws IOException {
        var place =
                Objects.requireNonNull(RollcallProperties.class.getClassLoader().getResource(OWN_CLASS));
        var file = URI.create(place.toString().replace(OWN_CLASS, "META-INF/spring-configuration-metadata.json"));
        try (var in = file.toURL().openStream()) {
            return JsonMapper.shared().readTree(in).path(kind).valueStream().toList();
        }
    }
}
