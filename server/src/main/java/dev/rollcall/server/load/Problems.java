// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;

/** The problems of settings that are known only where their text is read. */
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
     * Returns the problem of a name that no setting has.
     *
     * @param closest the name that was probably meant; empty when there is none
     */
    static SettingProblem unknown(boolean fatal, String name, String place, String closest) {
        String fix = closest.isEmpty()
                ? "remove it; ./rollcall serve --help lists all settings"
                : "did you mean " + closest + "?";
        return new SettingProblem(fatal, Wording.line(name) + ": unknown setting from " + place, fix);
    }
}
