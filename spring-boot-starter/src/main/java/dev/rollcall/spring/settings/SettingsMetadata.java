// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes Spring Boot's configuration metadata for editors, in the format of Boot 4.1, and the same as a page of the
 * documentation. The build of this module runs it, with all modules that have settings on the class path.
 */
final class SettingsMetadata {

    private static final int TYPICAL_BYTES = 32 * 1024;
    private static final String BOOLEAN = "java.lang.Boolean";

    private SettingsMetadata() {}

    /**
     * Writes the two files.
     *
     * @param arguments the path of the metadata, and that of the page
     * @throws IOException when a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        write(arguments[0], json());
        write(arguments[1], SettingsTable.markdown().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(String path, byte[] content) throws IOException {
        Path file = Path.of(path);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, content);
    }

    /** Returns the metadata as JSON in UTF-8. */
    static byte[] json() {
        List<Setting<?>> settings = PropertySettings.all().toList();
        JsonWriter json = new JsonWriter(TYPICAL_BYTES).beginObject();
        json.name("groups").beginArray().endArray();
        json.name("properties").beginArray();
        settings.forEach(setting -> property(json, setting));
        json.endArray();
        json.name("hints").beginArray();
        settings.forEach(setting -> hint(json, setting));
        return json.endArray().endObject().toBytes();
    }

    private static void property(JsonWriter json, Setting<?> setting) {
        json.beginObject().name("name").value(setting.property());
        json.name("type").value(type(setting.type()));
        json.name("description").value(setting.description());
        Object value = PropertySettings.defaults().find(setting);
        if (value instanceof Boolean on) {
            json.name("defaultValue").value((boolean) on);
        } else if (setting.defaultText() != null) {
            json.name("defaultValue").value(setting.defaultText());
        }
        if (setting == StarterSettings.EXCLUDE_BOTS) {
            json.name("deprecation").beginObject();
            json.name("level").value("warning").name("replacement").value("rollcall.bots");
            json.endObject();
        }
        json.endObject();
    }

    private static String type(SettingType<?> type) {
        return switch (type.form()) {
            case NUMBER -> "java.lang.Integer";
            case BOOLEAN -> BOOLEAN;
            case DURATION -> "java.time.Duration";
            case LIST -> "java.util.List<java.lang.String>";
            case SECRET, TEXT -> "java.lang.String";
        };
    }

    /** Writes the values that an editor offers for a setting, and whether others are accepted too. */
    private static void hint(JsonWriter json, Setting<?> setting) {
        Set<String> values = new LinkedHashSet<>(setting.type().choices());
        boolean closed = !values.isEmpty();
        if (setting.type().secret() || type(setting.type()).equals(BOOLEAN)) {
            return;
        }
        if (!closed) {
            values.add(setting.example());
            values.add(setting.type().example());
        }
        json.beginObject().name("name").value(setting.property());
        json.name("values").beginArray();
        values.forEach(value -> json.beginObject().name("value").value(value).endObject());
        json.endArray();
        if (!closed) {
            json.name("providers").beginArray().beginObject();
            json.name("name").value("any").endObject().endArray();
        }
        json.endObject();
    }
}
