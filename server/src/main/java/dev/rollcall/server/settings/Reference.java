// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;

/** Writes the page of the documentation that lists all settings. */
public final class Reference {

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Generated: ./rollcall settings > docs/configuration.md -->

            Everything can be set in three places, and the first that says something wins: an option of `./rollcall serve`
            (`--port=80`), a variable of the environment (`ROLLCALL_PORT=80`; an empty one counts as not there), or one YAML
            file, named with `--config=FILE` or `ROLLCALL_CONFIG`:

            ```yaml
            port: 80
            current-version: 2026-11-21.1
            jwt:                 # the same as jwt-claim: role=admin
              claim: role=admin
            allowed-origins: [https://app.example, https://admin.example]
            ```

            No setting is needed to start. All problems are reported at once, and the server does not start with any (exit
            code 2). An unknown variable `ROLLCALL_...` only causes a warning. A secret may be given as `file:/path`, which is
            safer than on the command line, where other users of the machine see it.

            Applications that embed Rollcall have the same settings, with the same ranges and defaults, except where a
            description says otherwise. In [Spring Boot](spring-boot.md) they are properties, `rollcall.poll-interval` for
            example. In Java they are constants: `builder.set(ContractSettings.POLL_INTERVAL, Duration.ofSeconds(30))`.
            """;

    private Reference() {}

    /** Returns the whole page in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (SettingGroup group : AllSettings.GROUPS) {
            page.append("\n## ").append(group.heading()).append('\n');
            boolean shared = !ServerSettings.PROCESS_ONLY.contains(group);
            group.settings().forEach(setting -> describe(setting, shared, page));
        }
        return page.toString();
    }

    private static void describe(Setting<?> setting, boolean shared, StringBuilder page) {
        String value = setting.defaultText() == null ? setting.defaultWords() : "`" + setting.defaultText() + "`";
        page.append("\n### ").append(setting.name()).append("\n\n");
        page.append(setting.description()).append("\n\n");
        page.append("- Expected: ").append(setting.type().expected()).append('\n');
        page.append("- Default: ").append(value).append('\n');
        page.append("- Option `").append(setting.option()).append("`, environment `");
        page.append(setting.variable()).append('`');
        if (shared) {
            page.append(", Spring Boot `").append(setting.property()).append('`');
        }
        page.append(setting.type().secret() ? ", never shown\n" : "\n");
    }
}
