// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.server.settings.Setting;

/**
 * Something that is wrong with the settings.
 *
 * @param fatal whether it keeps the server from starting
 * @param what the setting, where it came from, what is wrong and what is expected; never a secret
 * @param fix what to do about it
 */
public record Problem(boolean fatal, String what, String fix) {

    static Problem error(String what, String fix) {
        return new Problem(true, what, fix);
    }

    static Problem warning(String what, String fix) {
        return new Problem(false, what, fix);
    }

    static Problem badValue(Setting<?> setting, Given given) {
        String shown = setting.type().secret() ? "(hidden)" : Plain.line(given.text());
        return error(
                setting.name() + ": " + shown + " from " + given.origin().place() + " (expected: "
                        + setting.type().expected() + ")",
                "write " + given.origin().write(setting.example()) + ", for example");
    }

    static Problem unknown(boolean fatal, String name, String place, String closest) {
        String fix = closest.isEmpty()
                ? "remove it; ./rollcall serve --help lists all settings"
                : "did you mean " + closest + "?";
        return new Problem(fatal, Plain.line(name) + ": unknown setting from " + place, fix);
    }

    /** Returns the problem and the fix in one line. */
    @Override
    public String toString() {
        return what + "; " + fix;
    }
}
