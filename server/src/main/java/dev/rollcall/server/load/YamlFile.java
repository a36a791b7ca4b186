// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.ClosestName;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.server.settings.AllSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads settings from one YAML file. {@code jwt-claim: x} and {@code jwt: {claim: x}} mean the same. It reads YAML's nodes
 * instead of values, so that the version {@code 1.10} stays {@code 1.10} and each problem can name its line. Used by one
 * thread.
 */
final class YamlFile {

    private static final long MAX_BYTES = 1 << 20;
    private static final Map<String, Setting<?>> BY_NAME =
            AllSettings.all().collect(Collectors.toMap(Setting::name, Function.identity()));

    private final Path path;
    private final Map<Setting<?>, RawValue> given;
    private final List<SettingProblem> problems;

    private YamlFile(Path path, Map<Setting<?>, RawValue> given, List<SettingProblem> problems) {
        this.path = path;
        this.given = given;
        this.problems = problems;
    }

    /** Puts settings into {@code given}, and everything else into {@code problems}. */
    static void read(Path path, Map<Setting<?>, RawValue> given, List<SettingProblem> problems) {
        YamlFile file = new YamlFile(path, given, problems);
        try {
            if (Files.size(path) > MAX_BYTES) {
                file.unreadable("more than 1 MiB");
                return;
            }
            LoadSettings settings =
                    LoadSettings.builder().setLabel(path.toString()).build();
            new Compose(settings).composeString(Files.readString(path)).ifPresent(file::top);
        } catch (IOException e) {
            file.unreadable(Files.exists(path) ? "cannot be read" : "no such file");
        } catch (MarkedYamlEngineException e) {
            file.unreadable(Optional.ofNullable(e.getProblem()).orElse("malformed")
                    + e.getProblemMark()
                            .map(mark -> ", line " + (mark.getLine() + 1))
                            .orElse(""));
        } catch (YamlEngineException e) {
            file.unreadable("malformed");
        }
    }

    private void unreadable(String why) {
        problems.add(SettingProblem.error(
                "config: " + Wording.line(path.toString()) + ": " + Wording.line(why)
                        + " (expected: a YAML file with settings)",
                "fix the file, or name another with --config or " + ServerSettings.CONFIG_VARIABLE));
    }

    private void top(Node node) {
        if (node instanceof MappingNode mapping) {
            mapping("", mapping);
        } else if (!node.getTag().equals(Tag.NULL)) {
            unreadable("has no settings at its top, but a " + node.getNodeType());
        }
    }

    private void mapping(String prefix, MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                entry(prefix + key.getValue(), line(key), entry.getValueNode());
            } else {
                unreadable("a key is not a word, line " + line(entry.getKeyNode()));
            }
        }
    }

    private void entry(String name, int line, Node value) {
        if (value instanceof MappingNode inner) {
            mapping(name + "-", inner);
            return;
        }
        Setting<?> setting = BY_NAME.get(name);
        if (setting == null) {
            String place = path.getFileName() + " line " + line;
            problems.add(Problems.unknown(true, name, place, ClosestName.of(name, BY_NAME.keySet().stream())));
        } else if (!value.getTag().equals(Tag.NULL)) {
            put(setting, text(value), line);
        }
    }

    private void put(Setting<?> setting, String text, int line) {
        Source source = Source.file(String.valueOf(path.getFileName()), line, setting.name());
        RawValue before = given.putIfAbsent(setting, new RawValue(text, source));
        if (before != null) {
            problems.add(SettingProblem.error(
                    setting.name() + ": set twice, in " + before.source().place() + " and line " + line
                            + " (expected: once)",
                    "remove one of them"));
        }
    }

    /** Returns a list as its items separated by commas; for anything deeper, a text that no setting accepts. */
    private static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().isEmpty()
                    ? "none"
                    : sequence.getValue().stream().map(YamlFile::text).collect(Collectors.joining(","));
        }
        return "{}";
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
