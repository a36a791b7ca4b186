// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.ClosestName;
import dev.rollcall.core.setting.SettingProblem;
import java.util.ArrayList;
import java.util.List;

/** Puts into words what is wrong with a command line. */
public final class CommandLineProblems {

    private static final String PLACE = "the command line";

    private CommandLineProblems() {}

    /**
     * Returns the problems of a command line.
     *
     * @param unmatched the arguments that are neither an option nor the value of one
     * @param errors what the parser refused
     * @param repeated the options that were given more than once
     * @param known all options, for advice
     */
    public static List<SettingProblem> problems(
            List<String> unmatched, List<Exception> errors, List<String> repeated, List<String> known) {
        List<SettingProblem> problems = new ArrayList<>();
        boolean afterUnknown = false;
        for (String argument : unmatched) {
            boolean option = argument.startsWith("-");
            if (option || !afterUnknown) {
                problems.add(unknown(argument, known));
            }
            afterUnknown = option && argument.indexOf('=') < 0;
        }
        for (String option : repeated) {
            problems.add(SettingProblem.error(
                    option + ": given twice on the command line (expected: once)", "remove one of them"));
        }
        for (Exception error : errors) {
            problems.add(SettingProblem.error(
                    Wording.line(String.valueOf(error.getMessage())) + " (" + PLACE + ")",
                    "write --name=value, each once"));
        }
        return problems;
    }

    /** Omits the value, which may be a secret after a misspelt name. */
    private static SettingProblem unknown(String argument, List<String> known) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        return Problems.unknown(true, name, PLACE, ClosestName.of(name, known.stream()));
    }
}
