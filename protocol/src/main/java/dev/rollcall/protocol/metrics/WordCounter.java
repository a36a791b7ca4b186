// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A counter for each word. Words are meant to come from small fixed sets; if they ever do not, the label still stays
 * bounded: from the 65th word on, all count as {@code other}. Safe for use by many threads.
 */
final class WordCounter {

    private static final int MOST = 64;
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final String label;
    private final String[] tags;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /**
     * Registers a counter for each word that comes.
     *
     * @param label the label that holds the word
     * @param tags other labels and their values, in turn
     */
    WordCounter(MeterRegistry registry, String name, String description, String label, String... tags) {
        this.registry = registry;
        this.name = name;
        this.description = description;
        this.label = label;
        this.tags = tags;
    }

    void add(String word, int count) {
        Counter counter = counters.get(word);
        (counter == null ? make(word) : counter).increment(count);
    }

    private Counter make(String word) {
        String bounded = counters.size() < MOST ? word : OTHER;
        return counters.computeIfAbsent(bounded, this::register);
    }

    private Counter register(String word) {
        return Counter.builder(name)
                .description(description)
                .tag(label, word)
                .tags(tags)
                .register(registry);
    }
}
