// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.Comparator;
import java.util.stream.Stream;

/** Finds the name that somebody probably meant who has misspelt one. Pure functions. */
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
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= b.length(); j++) {
                int above = row[j];
                row[j] = i == 0
                        ? j
                        : j == 0 ? i : cheapest(above, row[j - 1], diagonal, a.charAt(i - 1) == b.charAt(j - 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static int cheapest(int above, int left, int diagonal, boolean same) {
        return Math.min(Math.min(above, left) + 1, diagonal + (same ? 0 : 1));
    }
}
