// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.Internals;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.core.telemetry.Refusals.Entry;
import dev.rollcall.protocol.json.JsonTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all nodes have turned down, one entry for each reason. Thread-safe. */
final class RefusalQuery {

    private static final String TOPIC = "refusals";
    private static final Map<String, Refusal> REASONS =
            Arrays.stream(Refusal.values()).collect(Collectors.toMap(Refusal::word, Function.identity()));

    private final Cluster cluster;
    private final Refusals refusals;

    /** Lists the refusals of a cluster, and answers other nodes about this one's. */
    RefusalQuery(Internals core) {
        cluster = core.cluster();
        refusals = core.refusals();
        cluster.answer(TOPIC, question -> CompletableFuture.completedStage(AdminJson.refusals(refusals.list())));
    }

    /** Returns what was turned down as JSON, the latest first. A node that does not answer within a second is left out. */
    CompletionStage<byte[]> answer() {
        if (cluster.isAlone()) {
            return CompletableFuture.completedStage(AdminJson.refusals(refusals.list()));
        }
        int nodes = cluster.nodes().size();
        return cluster.askOthers(TOPIC, new byte[0]).thenApply(answers -> {
            List<Entry> all = new ArrayList<>(refusals.list());
            answers.values().forEach(answer -> all.addAll(read(answer)));
            return AdminJson.refusals(added(all), Math.max(nodes, answers.size() + 1), answers.size() + 1);
        });
    }

    private static List<Entry> added(List<Entry> all) {
        Map<Refusal, Entry> sums = new EnumMap<>(Refusal.class);
        all.forEach(entry -> sums.merge(entry.reason(), entry, Entry::plus));
        return sums.values().stream()
                .sorted(Comparator.comparingLong(Entry::last).reversed())
                .toList();
    }

    /** Reads the answer of another node. Reasons not known here come from another version, and are left out. */
    private static List<Entry> read(byte[] answer) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(answer);
        return fields != null && fields.get("refusals") instanceof List<?> list
                ? list.stream()
                        .map(RefusalQuery::entry)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList()
                : List.of();
    }

    private static @Nullable Entry entry(@Nullable Object json) {
        if (json instanceof Map<?, ?> fields
                && fields.get("count") instanceof Number count
                && fields.get("last") instanceof Number last
                && fields.get("reason") instanceof String word) {
            Refusal reason = REASONS.get(word);
            String address = fields.get("ip") instanceof String ip ? ip : null;
            return reason == null ? null : new Entry(reason, count.longValue(), last.longValue(), address);
        }
        return null;
    }
}
