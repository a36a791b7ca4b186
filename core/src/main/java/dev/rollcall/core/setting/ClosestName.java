// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the name that was probably meant by a misspelt one. Pure functions. */
public final class ClosestName {

    private ClosestName() {}

    /** Returns the candidate that differs least from a word; empty when all differ much. */
    public static String of(String word, Stream<String> candidates) {
        int bound = Math.max(2, word.length() / 3);
        return candidates
                .filter(candidate -> distance(word, candidate) <= bound)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElse("");
    }

    /** Returns Levenshtein's distance: how many letters must be inserted, removed or changed. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray(); // the distances from the empty text
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = cheapest(above, row[j - 1], diagonal, a.charAt(i - 1) == b.charAt(j - 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static int cheapest(int above, int left, int diagonal, boolean same) {
        return Math.min(Math.min(above, left) + 1, diagonal + (same ? 0 : 1));
    }
}
