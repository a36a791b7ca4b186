// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The commands that are followed on this node, oldest first, at most {@link Waves#MOST}. Thread-safe; reading takes no lock. */
final class FollowedWaves {

    private final List<Wave> waves = new CopyOnWriteArrayList<>();

    boolean isEmpty() {
        return waves.isEmpty();
    }

    /** Returns the commands, oldest first: a view that follows all changes. */
    List<Wave> all() {
        return waves;
    }

    @Nullable
    Wave find(String command) {
        for (Wave wave : waves) {
            if (wave.command().id().equals(command)) {
                return wave;
            }
        }
        return null;
    }

    /**
     * Adds a command. When the list is full, the oldest command that has notified all its tabs is dropped.
     *
     * @throws IllegalArgumentException when all of them still have tabs to notify
     */
    synchronized void add(Wave wave) {
        refuseTooMany();
        Wave oldest = waves.size() < Waves.MOST ? null : oldestComplete();
        if (oldest != null) {
            oldest.end();
            waves.remove(oldest);
        }
        waves.add(wave);
    }

    /**
     * Refuses a further command while the list is full of commands that still have tabs to notify.
     *
     * @throws IllegalArgumentException saying so
     */
    synchronized void refuseTooMany() {
        if (waves.size() >= Waves.MOST && oldestComplete() == null) {
            throw new IllegalArgumentException("command: " + Waves.MOST
                    + " waves still have tabs to notify (expected: wait for one of them, or abort one)");
        }
    }

    private @Nullable Wave oldestComplete() {
        for (Wave wave : waves) {
            if (!wave.hasMoments()) {
                return wave;
            }
        }
        return null;
    }

    /**
     * Removes the commands that need not be followed any longer.
     *
     * @param isThrough whether a command is through with its tabs, here and elsewhere
     */
    synchronized void removeIf(Predicate<Wave> isThrough) {
        waves.removeIf(wave -> {
            boolean ends = isThrough.test(wave);
            if (ends) {
                wave.end();
            }
            return ends;
        });
    }
}
