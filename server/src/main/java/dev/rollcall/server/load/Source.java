// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.Setting;

/**
 * The place where a setting was written.
 *
 * @param place the place, in words that can follow "from"
 * @param pattern the way to write the setting there, with {@code %s} for its text
 */
record Source(String place, String pattern) {

    static Source commandLine(Setting<?> setting) {
        return new Source("the command line", setting.option() + "=%s");
    }

    static Source environment(Setting<?> setting) {
        return new Source("the environment", setting.variable() + "=%s");
    }

    static Source file(String file, int line, String name) {
        return new Source(file + " line " + line, name + ": %s");
    }

    /** Returns the setting with this text as it would be written there. */
    String write(String text) {
        return String.format(pattern, text);
    }
}
