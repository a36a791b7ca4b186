// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.connection.Transport;
import org.jspecify.annotations.Nullable;

/** Somebody who visits the shop; when he has left, the next one takes his place. Used by one thread at a time. */
final class Visitor implements Comparable<Visitor> {

    /** When he does something next, in milliseconds since the epoch. Changed only while he stands in no queue. */
    long due;

    Place place = Place.HOME;

    Transport transport = Transport.WEBSOCKET;

    /** The tab he looks at; null while he is not there. */
    @Nullable
    Tab tab;

    @Override
    public int compareTo(Visitor other) {
        return Long.compare(due, other.due);
    }
}
