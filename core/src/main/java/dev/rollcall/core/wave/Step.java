// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.funnel.Place;
import org.jspecify.annotations.Nullable;

/** How far a tab that is connected here has come: finer than its {@link Place}, and only what may still change. */
enum Step {
    /** The command does not mean it, or is through with it. */
    NONE(null),
    /** It was there when the command was given, and nothing was sent to it yet. */
    WAITING(Place.WAITING),
    /** It came later, and nothing was sent to it yet. */
    WAITING_LATE(Place.WAITING),
    /** It was sent the command less than a minute or two ago, and has not answered. */
    SENT(Place.DELIVERED),
    /** It was sent the command before the last look at all tabs, and has not answered. */
    SENT_BEFORE(Place.DELIVERED),
    /** It has acknowledged the command. */
    RECEIVED(Place.DELIVERED),
    /** Its page needs time. */
    DEFERRED(Place.DEFERRED),
    /** It says that it reloads. */
    RELOADING(Place.RELOADING),
    /** It does not say what it does. */
    UNCONFIRMED(Place.UNCONFIRMED);

    private static final Step[] ALL = values();

    private final @Nullable Place place;

    Step(@Nullable Place place) {
        this.place = place;
    }

    /** Returns the place of a tab at this step; null for {@link #NONE}. */
    @Nullable
    Place place() {
        return place;
    }

    boolean isWaiting() {
        return place == Place.WAITING;
    }

    boolean isOpen() {
        return place != null && place.isOpen();
    }

    @SuppressWarnings("EnumOrdinal") // never leaves this process
    byte code() {
        return (byte) ordinal();
    }

    static Step of(byte code) {
        return ALL[code];
    }

    /** Returns the step that a tab reports; null when the word is not known. */
    static @Nullable Step acknowledged(String state) {
        return switch (state) {
            case "received" -> RECEIVED;
            case "deferred" -> DEFERRED;
            case "reloading" -> RELOADING;
            default -> null;
        };
    }
}
