// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

/**
 * Something wrong with the settings.
 *
 * @param fatal whether a program must not start with it
 * @param what the setting, where it came from if known, what is wrong, and what is expected; never a secret
 * @param fix what to do about it
 */
public record SettingProblem(boolean fatal, String what, String fix) {

    /** Returns a problem with which a program must not start. */
    public static SettingProblem error(String what, String fix) {
        return new SettingProblem(true, what, fix);
    }

    /** Returns a problem that somebody should know about. */
    public static SettingProblem warning(String what, String fix) {
        return new SettingProblem(false, what, fix);
    }

    /** Returns a warning that a setting has no effect. */
    public static SettingProblem idle(Setting<?> setting, String without) {
        return warning(setting.name() + ": has no effect without " + without, "set that too, or remove this");
    }

    /** Returns the problem and the fix in one line. */
    @Override
    public String toString() {
        return what + "; " + fix;
    }
}
