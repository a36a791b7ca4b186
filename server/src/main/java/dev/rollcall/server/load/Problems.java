// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.Placeholder;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;

/** The problems with settings that are known only when their text is read. */
final class Problems {

    private Problems() {}

    static SettingProblem badValue(Setting<?> setting, RawValue raw) {
        String shown = setting.type().secret() ? "(hidden)" : Wording.line(raw.text());
        return SettingProblem.error(
                setting.name() + ": " + shown + " from " + raw.source().place() + " (expected: "
                        + setting.type().expected() + ")",
                "write " + raw.source().write(setting.example()) + ", for example");
    }

    /**
     * Returns the problem of a placeholder. The value is not shown: the text around the placeholder may be a secret.
     */
    static SettingProblem placeholder(Setting<?> setting, RawValue raw, Placeholder placeholder) {
        return SettingProblem.error(
                setting.name() + ": " + placeholder + ", from " + raw.source().place() + " (expected: "
                        + setting.type().expected() + ")",
                "write the value itself, or have whatever starts the server fill it in: Rollcall replaces nothing");
    }

    /** Returns the problem of a secret whose file cannot be read. */
    static SettingProblem unreadable(Setting<?> setting, RawValue raw) {
        return SettingProblem.error(
                setting.name() + ": the file named in " + raw.source().place()
                        + " cannot be read (expected: a readable file of at most 64 KiB)",
                "check the path after file: and its permissions");
    }

    /**
     * Returns the problem of an unknown name.
     *
     * @param closest the name that was probably meant; empty if none
     */
    static SettingProblem unknown(boolean fatal, String name, String place, String closest) {
        String fix = closest.isEmpty()
                ? "remove it; ./rollcall serve --help lists all settings"
                : "did you mean " + closest + "?";
        return new SettingProblem(fatal, Wording.line(name) + ": unknown setting from " + place, fix);
    }
}
