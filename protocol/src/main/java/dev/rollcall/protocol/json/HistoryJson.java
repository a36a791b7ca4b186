// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.stats.History;
import dev.rollcall.core.stats.History.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The history in columns, as charts need it: a row for each sample, a column for each version. Pure functions. */
public final class HistoryJson {

    private static final int NOT_KNOWN = -1;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    private HistoryJson() {}

    /** The samples, oldest first, with a column for the versions that were busiest at any time and one for the others. */
    public static byte[] of(List<Sample> samples) {
        JsonWriter json = new JsonWriter(64 + samples.size() * 40).beginObject();
        json.name("step").value(History.STEP.toMillis());
        json.name("at").value(samples.stream().map(Sample::at).toList());
        column(json.name("total"), samples, row -> samples.get(row).total());
        json.name("versions").beginObject();
        columns(samples).forEach((version, counts) -> column(json.name(version), samples, row -> counts[row]));
        return json.endObject().endObject().toBytes();
    }

    /** The same; where no samples were taken for a while, a row without counts says that nothing is known. */
    public static byte[] withGaps(List<Sample> samples) {
        List<Sample> rows = new ArrayList<>();
        long recent = samples.isEmpty() ? 0 : samples.get(samples.size() - 1).at() - HOUR;
        for (Sample sample : samples) {
            Sample before = rows.isEmpty() ? sample : rows.get(rows.size() - 1);
            long step = before.at() > recent ? History.STEP.toMillis() : MINUTE;
            if (sample.at() - before.at() > step * 5 / 2) {
                rows.add(new Sample(before.at() + step, NOT_KNOWN, Map.of()));
            }
            rows.add(sample);
        }
        return of(rows);
    }

    private static void column(JsonWriter json, List<Sample> samples, IntUnaryOperator count) {
        json.beginArray();
        for (int row = 0; row < samples.size(); row++) {
            if (samples.get(row).total() == NOT_KNOWN) {
                json.value((Object) null);
            } else {
                json.value(count.applyAsInt(row));
            }
        }
        json.endArray();
    }

    /**
     * Reads samples that were written this way.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static List<Sample> read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null || !(fields.get("versions") instanceof Map<?, ?> versions)) {
            throw new IllegalArgumentException("samples: not the JSON of samples");
        }
        List<Long> at = numbers(fields.get("at"));
        List<Long> totals = numbers(fields.get("total"));
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < at.size(); row++) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (Map.Entry<?, ?> column : versions.entrySet()) {
                int count = number(numbers(column.getValue()), row);
                if (count > 0) {
                    counts.put(String.valueOf(column.getKey()), count);
                }
            }
            samples.add(new Sample(at.get(row), number(totals, row), counts));
        }
        return samples;
    }

    private static int number(List<Long> column, int row) {
        if (row >= column.size()) {
            throw new IllegalArgumentException("samples: columns of different lengths");
        }
        return Math.toIntExact(column.get(row));
    }

    private static List<Long> numbers(@Nullable Object column) {
        if (!(column instanceof List<?> values)) {
            throw new IllegalArgumentException("samples: a column is missing");
        }
        List<Long> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Number number)) {
                throw new IllegalArgumentException("samples: something that is not a number");
            }
            numbers.add(number.longValue());
        }
        return numbers;
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
