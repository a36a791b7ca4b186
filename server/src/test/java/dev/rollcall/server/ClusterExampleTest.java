// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.options.ContractSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of examples/cluster: the manifests are consistent, and docs/clustering.md quotes them correctly. */
class ClusterExampleTest {

    private static final Path EXAMPLE = Path.of("../examples/cluster");

    private static List<Map<?, ?>> manifests() throws IOException {
        List<Map<?, ?>> all = new ArrayList<>();
        String text = Files.readString(EXAMPLE.resolve("kubernetes.yaml"));
        new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(one -> all.add((Map<?, ?>) one));
        return all;
    }

    /** Returns what is at a path of keys and indexes. */
    private static Object at(Object tree, Object... path) {
        Object found = tree;
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
            found = Objects.requireNonNull(next, () -> List.of(path) + " at " + step);
        }
        return found;
    }

    @Test
    void theManifestsBelongTogether() throws IOException {
        List<Map<?, ?>> all = manifests();
        assertThat(all)
                .extracting(one -> one.get("kind"))
                .isEqualTo(List.of("Deployment", "Service", "PodDisruptionBudget"));
        Object labels = at(all.get(0), "spec", "template", "metadata", "labels");
        assertThat(at(all.get(0), "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(all.get(1), "spec", "selector")).isEqualTo(labels);
        assertThat(at(all.get(1), "spec", "sessionAffinity")).isEqualTo("None");
        assertThat(at(all.get(2), "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(all.get(0), "spec", "replicas")).isEqualTo(3);
        assertThat(at(all.get(0), "spec", "strategy", "rollingUpdate", "maxUnavailable"))
                .isEqualTo(0);
    }

    @Test
    void thereIsTimeToLeaveInOrder() throws IOException {
        Object pod = at(manifests().get(0), "spec", "template", "spec");
        Object container = at(pod, "containers", 0);
        Object sleep = at(container, "lifecycle", "preStop", "exec", "command", 1);
        long preStop = Long.parseLong((String) sleep);
        long drain = SettingValues.none().value(ContractSettings.SHUTDOWN_GRACE).toSeconds();
        int whole = (Integer) at(pod, "terminationGracePeriodSeconds");
        assertThat((long) whole).isGreaterThanOrEqualTo(preStop + drain + 5);
        int notReady = (Integer) at(container, "readinessProbe", "periodSeconds")
                * (Integer) at(container, "readinessProbe", "failureThreshold");
        assertThat(preStop).isGreaterThanOrEqualTo(notReady);
        assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/__skew/health/ready");
        assertThat(at(container, "livenessProbe", "httpGet", "path")).isEqualTo("/__skew/health");
    }

    @ParameterizedTest
    @CsvSource({"nginx, nginx.conf, 2", "haproxy, haproxy.cfg, 1", "yaml, kubernetes.yaml, 3"})
    void thePageQuotesTheFile(String language, String file, int quotes) throws IOException {
        String text = stripped(Files.readString(EXAMPLE.resolve(file)));
        Matcher quote = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/clustering.md")));
        int found = 0;
        while (quote.find()) {
            assertThat(text).contains(stripped(quote.group(1)));
            found++;
        }
        assertThat(found).isEqualTo(quotes);
    }

    private static String stripped(String lines) {
        return lines.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
