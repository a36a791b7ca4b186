// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows about the settings: the file that the build writes next to our classes. */
class SettingsMetadataTest {

    private static final String OWN_CLASS = "dev/rollcall/spring/settings/ApplicationSettings.class";

    @Test
    void everySettingIsThere() throws IOException {
        assertThat(names("properties"))
                .containsExactlyElementsOf(PropertySettings.all()
                        .map(setting -> setting.property())
                        .toList());
        assertThat(entries("properties"))
                .allSatisfy(setting ->
                        assertThat(setting.path("description").asString("")).isNotBlank());
    }

    @Test
    void theDocumentationIsCurrent() throws IOException {
        assertThat(Files.readString(Path.of("../docs/spring-boot-settings.md")))
                .as(
                        "docs/spring-boot-settings.md is stale; cp spring-boot-starter/target/spring-boot-settings.md docs/")
                .isEqualTo(SettingsTable.markdown());
    }

    @Test
    void theDocumentationHasEveryPropertyWithItsDefault() {
        String page = SettingsTable.markdown();
        assertThat(PropertySettings.all())
                .allSatisfy(setting -> assertThat(page).contains("| `" + setting.property() + "` | "));
        assertThat(page)
                .contains("| `rollcall.keepalive` | `25s` | ", "| `rollcall.admin-aliases` | `false` | ")
                .contains("\"Who may see stats\", \"TLS\"");
    }

    @Test
    void typesAndDefaultsAreThoseOfTheApplication() throws IOException {
        assertThat(property("rollcall.keepalive").path("type").asString()).isEqualTo("java.time.Duration");
        assertThat(property("rollcall.keepalive").path("defaultValue").asString())
                .isEqualTo("25s");
        assertThat(property("rollcall.admin-aliases").path("defaultValue").asBoolean(true))
                .isFalse();
        assertThat(property("rollcall.trusted-proxies").path("type").asString())
                .isEqualTo("java.util.List<java.lang.String>");
        assertThat(property("rollcall.secrets.admin").has("defaultValue")).isFalse();
        assertThat(property("rollcall.exclude-bots")
                        .at("/deprecation/replacement")
                        .asString())
                .isEqualTo("rollcall.bots");
    }

    @Test
    void everyHintBelongsToASetting() throws IOException {
        assertThat(names("hints")).contains("rollcall.trusted-proxies", "rollcall.stats.role", "rollcall.ip-tracking");
        assertThat(names("properties")).containsAll(names("hints"));
    }

    private static JsonNode property(String name) throws IOException {
        return entries("properties").stream()
                .filter(entry -> entry.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(String kind) throws IOException {
        return entries(kind).stream()
                .map(entry -> entry.path("name").asString())
                .toList();
    }

    // Other jars have such a file too; ours is the one next to our classes.
    private static List<JsonNode> entries(String kind) throws IOException {
        var place = Objects.requireNonNull(
                ApplicationSettings.class.getClassLoader().getResource(OWN_CLASS));
        var file = URI.create(place.toString().replace(OWN_CLASS, "META-INF/spring-configuration-metadata.json"));
        try (var in = file.toURL().openStream()) {
            return JsonMapper.shared().readTree(in).path(kind).valueStream().toList();
        }
    }
}
