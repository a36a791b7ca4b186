// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.History.Sample;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The past in columns, as charts want it: one row a sample, one column a version. Pure functions. */
public final class HistoryJson {

    private HistoryJson() {}

    /** The samples, oldest first, with a column for the versions that were busiest at any time and one for the others. */
    public static byte[] of(List<Sample> samples) {
        JsonWriter json = new JsonWriter(64 + samples.size() * 40).beginObject();
        json.name("step").value(History.STEP.toMillis());
        json.name("at").value(samples.stream().map(Sample::at).toList());
        json.name("total").value(samples.stream().map(Sample::total).toList());
        json.name("versions").beginObject();
        columns(samples).forEach((version, counts) -> {
            json.name(version).beginArray();
            for (int count : counts) {
                json.value(count);
            }
            json.endArray();
        });
        return json.endObject().endObject().toBytes();
    }

    private static Map<String, int[]> columns(List<Sample> samples) {
        Map<String, int[]> columns = new LinkedHashMap<>();
        busiest(samples).forEach(version -> columns.put(version, new int[samples.size()]));
        for (int row = 0; row < samples.size(); row++) {
            int at = row;
            samples.get(row).versions().forEach((version, count) -> {
                String column = columns.containsKey(version) ? version : Ranking.OTHER;
                columns.computeIfAbsent(column, name -> new int[samples.size()])[at] += count;
            });
        }
        return columns;
    }

    /** The versions by their highest count, highest first. */
    private static List<String> busiest(List<Sample> samples) {
        Map<String, Integer> peaks = new HashMap<>();
        samples.forEach(
                sample -> sample.versions().forEach((version, count) -> peaks.merge(version, count, Math::max)));
        peaks.remove(Ranking.OTHER);
        return peaks.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(History.VERSIONS)
                .map(Map.Entry::getKey)
                .toList();
    }
}
