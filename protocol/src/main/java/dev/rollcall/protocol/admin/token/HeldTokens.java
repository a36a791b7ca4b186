// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.token.KnownToken.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tokens that this process holds in memory, each by its SHA-256, and when each was last used. Thread-safe. */
final class HeldTokens {

    /** How long a token is remembered beyond its end. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private final ConcurrentHashMap<String, Held> tokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> used = new ConcurrentHashMap<>(); // in ticks
    private final Timer timer;
    /* Counts how often the other nodes have become reachable. */
    private final AtomicInteger epoch = new AtomicInteger();

    /**
     * A token with its end in ticks: setting the wall clock neither ends one nor prolongs it.
     *
     * @param epoch when it was last confirmed: after the other nodes were unreachable, they are asked again
     */
    record Held(KeptToken kept, long ends, int epoch) {

        boolean isRevoked() {
            return kept.revokedBy() != null;
        }

        boolean counts(long ticks) {
            return !isRevoked() && ends > ticks;
        }
    }

    HeldTokens(Timer timer) {
        this.timer = timer;
    }

    /** Returns what is held about a token, even when it has ended; null for nothing. */
    @Nullable
    Held find(String key) {
        return tokens.get(key);
    }

    /** Returns the valid token with a public id, and its key; null when there is none. */
    Map.@Nullable Entry<String, Held> byId(String id) {
        long now = timer.ticks();
        for (Map.Entry<String, Held> entry : tokens.entrySet()) {
            Held held = entry.getValue();
            if (held.kept().token().id().equals(id) && held.counts(now)) {
                return entry;
            }
        }
        return null;
    }

    /** Returns the number of valid tokens. */
    long counting() {
        long now = timer.ticks();
        return tokens.values().stream().filter(held -> held.counts(now)).count();
    }

    /** Returns the keys of tokens that must go before one more is held: those that ended first. */
    List<String> surplus() {
        long now = timer.ticks();
        return tokens.entrySet().stream()
                .filter(entry -> !entry.getValue().counts(now))
                .sorted(Comparator.comparingLong(entry -> entry.getValue().ends()))
                .limit(Math.max(0, tokens.size() - Kind.TOKENS.maxEntries() + 1))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Holds a token, now confirmed, in place of what was held about it. */
    Held put(String key, KeptToken kept, long ends) {
        Held held = new Held(kept, ends, epoch.get());
        tokens.put(key, held);
        return held;
    }

    /** Revokes a token, once: returns whether it was held and not revoked before. */
    boolean end(String key, KeptToken revoked, long leftMillis) {
        Held now = new Held(revoked, timer.ticks() + leftMillis, epoch.get());
        AtomicBoolean ended = new AtomicBoolean();
        tokens.computeIfPresent(key, (same, before) -> {
            ended.set(!before.isRevoked());
            return before.isRevoked() ? before : now;
        });
        used.remove(key);
        return ended.get();
    }

    /**
     * Holds a token that is not held yet, unless it is forgotten or there is no room.
     *
     * @param seen the epoch in which it was confirmed; -1 for none
     * @return whether it was added
     */
    boolean add(KeptToken.Shared said, int seen) {
        Held held = new Held(said.kept(), timer.ticks() + said.leftMillis(), seen);
        return tokens.size() < Kind.TOKENS.maxEntries()
                && !isForgotten(held)
                && tokens.putIfAbsent(said.key(), held) == null;
    }

    void remove(String key) {
        tokens.remove(key);
        used.remove(key);
    }

    /** Records that a token is used now. */
    void use(String key) {
        used.put(key, timer.ticks());
    }

    /** Returns whether a token ended so long ago that it is no longer mentioned. */
    boolean isForgotten(Held held) {
        return held.ends() + REMEMBERED.toMillis() <= timer.ticks();
    }

    /**
     * Returns whether a token is valid as far as this node knows, but may have been revoked while the others were
     * unreachable.
     */
    boolean isUnconfirmed(Held held) {
        return held.counts(timer.ticks()) && held.epoch() != epoch.get();
    }

    /** Records that no other node knows more about a token than this one. */
    void confirm(String key) {
        tokens.computeIfPresent(key, (same, held) -> new Held(held.kept(), held.ends(), epoch.get()));
    }

    /** Returns the current epoch. */
    int epoch() {
        return epoch.get();
    }

    /** Begins another epoch: the other nodes have become reachable. */
    void nextEpoch() {
        epoch.incrementAndGet();
    }

    /** Returns all remembered tokens, newest first. */
    List<KnownToken> list() {
        return tokens.entrySet().stream()
                .filter(entry -> !isForgotten(entry.getValue()))
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(
                                (KnownToken known) -> known.token().at())
                        .reversed()
                        .thenComparing(known -> known.token().id()))
                .toList();
    }

    /** Returns what a caller is told about a token. */
    KnownToken describe(String key, Held held) {
        long ticks = timer.ticks();
        State state = held.isRevoked() ? State.REVOKED : held.counts(ticks) ? State.VALID : State.EXPIRED;
        Long last = used.get(key);
        return new KnownToken(
                held.kept().token(),
                timer.millis() + held.ends() - ticks,
                state,
                held.kept().revokedBy(),
                last == null ? null : timer.millis() + last - ticks);
    }
}
