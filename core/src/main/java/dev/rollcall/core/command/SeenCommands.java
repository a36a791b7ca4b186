// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the commands carried out most recently, so that none is carried out twice. Thread-safe. */
public final class SeenCommands {

    /**
     * More than can arrive again: a backplane's log of about 10,000 entries, which is read again after a lost
     * connection, and as many again that this node has given without knowing yet whether they are in the log.
     */
    static final int MOST = 25_000;

    private final Set<String> ids = new LinkedHashSet<>();

    /** Begins with no commands. */
    public SeenCommands() {}

    /** Returns whether an id is new, and remembers it. */
    public synchronized boolean isNew(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > MOST) {
            Iterator<String> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }
}
