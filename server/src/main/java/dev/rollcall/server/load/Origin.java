// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.server.settings.Setting;

/**
 * The place where a setting was written.
 *
 * @param place the place, in words that follow "from"
 * @param pattern the way to write the setting there, with {@code %s} for its text
 */
record Origin(String place, String pattern) {

    static Origin commandLine(Setting<?> setting) {
        return new Origin("the command line", setting.option() + "=%s");
    }

    static Origin environment(Setting<?> setting) {
        return new Origin("the environment", setting.variable() + "=%s");
    }

    static Origin file(String file, int line, String name) {
        return new Origin(file + " line " + line, name + ": %s");
    }

    /** Returns the setting with this text as it would be written there. */
    String write(String text) {
        return String.format(pattern, text);
    }
}
