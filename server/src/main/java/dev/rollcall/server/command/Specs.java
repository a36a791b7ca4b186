// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes picocli specs: commands that can show their help, and options from settings. */
final class Specs {

    private static final int WIDTH = 110;

    private Specs() {}

    /**
     * Returns a command with the option {@code --help}.
     *
     * @param action returns the exit code
     */
    static CommandSpec command(String name, String description, Callable<Integer> action) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(action).name(name);
        spec.usageMessage().description(description);
        spec.usageMessage().width(WIDTH);
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Shows this help.")
                .build());
        return spec;
    }

    /**
     * Returns an option for each setting of a group.
     *
     * @param order the group's place in the help, from 0
     */
    static ArgGroupSpec options(SettingGroup settings, int order) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .validate(false)
                .exclusive(false)
                .order(order)
                .heading("%n" + settings.heading() + "%n");
        settings.settings().forEach(setting -> group.addArg(option(setting)));
        return group.build();
    }

    private static OptionSpec option(Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(setting.option())
                .type(String.class)
                .paramLabel(setting.type().label())
                .description(
                        plain(setting.description()),
                        plain("Expected: " + setting.type().expected() + ". Default: " + setting.defaultWords() + "."));
        if (setting.type().label().equals("BOOLEAN")) {
            option.arity("0..1").fallbackValue("true");
        } else {
            option.arity("1");
        }
        return option.build();
    }

    /**
     * Picocli reads percent signs as format specifiers. It reads at signs as markup only with bars, which no
     * description contains.
     */
    static String plain(String text) {
        return Ansi.OFF.string(text.replace("%", "%%"));
    }
}
