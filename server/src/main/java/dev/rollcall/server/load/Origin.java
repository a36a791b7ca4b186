// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.server.settings.Setting;

/**
 * Where a text was given.
 *
 * @param place the place, in words that follow "from"
 * @param pattern how one would write it there, {@code %s} standing for the text
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

    /** How one would write this text in this place. */
    String write(String text) {
        return String.format(pattern, text);
    }
}
