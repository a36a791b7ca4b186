// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say which tabs a command is for, and what they mean in JSON. Pure functions. */
public final class Targets {

    /** The options. Several together narrow the target. */
    public static final List<Option> OPTIONS = List.of(
            Option.flag("--all", "All tabs, instead of any other choice."),
            Option.value("--route", "ROUTE", "Tabs on routes that begin with this, or as --match says."),
            Option.value("--match", "HOW", "What --route means: prefix, exact, glob or regex. Default: prefix."),
            Option.values("--version", "VERSION", "Tabs on this version."),
            Option.flag("--outdated", "Tabs on a version behind the current one."),
            Option.values("--id", "ID", "The tab with this id; rollcall connections shows it."),
            Option.values("--user", "NAME", "Tabs of this person."),
            Option.value("--percent", "1-100", "A share of them, always the same tabs."));

    private Targets() {}

    /**
     * Returns the target, as a value of a JSON tree.
     *
     * @throws Failure when no target is given, or {@code --all} together with a narrower one
     */
    public static Object read(Given given) {
        Map<String, Object> fields = new LinkedHashMap<>();
        text(fields, given, "--route", "route");
        text(fields, given, "--match", "match");
        list(fields, given, "--version", "versions");
        if (given.has("--outdated")) {
            fields.put("outdated", true);
        }
        list(fields, given, "--id", "ids");
        list(fields, given, "--user", "users");
        Integer percent = given.whole("--percent", 1, 100);
        if (percent != null) {
            fields.put("percent", percent);
        }
        if (given.has("--all") == !fields.isEmpty()) {
            throw Failure.usage("target: " + (fields.isEmpty() ? "missing" : "--all and fewer tabs at once")
                    + " (expected: either --all, or any of --route, --version, --outdated, --id, --user, --percent)");
        }
        return fields.isEmpty() ? "all" : fields;
    }

    private static void text(Map<String, Object> fields, Given given, String option, String name) {
        String text = given.text(option);
        if (text != null) {
            fields.put(name, text);
        }
    }

    private static void list(Map<String, Object> fields, Given given, String option, String name) {
        if (given.has(option)) {
            fields.put(name, given.values(option));
        }
    }
}
