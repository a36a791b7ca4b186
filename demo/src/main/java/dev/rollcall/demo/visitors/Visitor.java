// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import dev.rollcall.core.connection.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A person who visits the shop. When they have left, the next visitor takes this place. Used by one thread at a time.
 */
final class Visitor implements Comparable<Visitor> {

    /** When they act next, in milliseconds since the epoch. Changed only while they are in no queue. */
    long due;

    /** The kind of page they are on. */
    PageKind place = PageKind.HOME;

    /** How they are connected. */
    Transport transport = Transport.WEBSOCKET;

    /** Their tab; null while they are away. */
    @Nullable
    VisitorTab tab;

    @Override
    public int compareTo(Visitor other) {
        return Long.compare(due, other.due);
    }
}
