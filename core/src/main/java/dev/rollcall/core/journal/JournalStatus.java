// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import org.jspecify.annotations.Nullable;

/**
 * How a journal is doing.
 *
 * @param lasting whether it outlives this process
 * @param place where it keeps things, in words for people: {@code memory}, {@code the directory /var/lib/rollcall}
 * @param waiting the number of calls under way
 * @param trouble why the last write failed, and what to do; null when it succeeded, or when there was none yet
 */
public record JournalStatus(
        boolean lasting,
        String place,
        int waiting,
        @Nullable String trouble) {}
