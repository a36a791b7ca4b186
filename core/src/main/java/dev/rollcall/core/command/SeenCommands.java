// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the commands that were carried out last, so that none is carried out twice. Thread-safe. */
public final class SeenCommands {

    /**
     * More than may come again: the log of a backplane, of about 10,000 entries, which is read again after a connection was lost,
     * and as many that this node has given and of which it does not know yet whether they are in the log.
     */
    static final int MOST = 25_000;

    private final Set<String> ids = new LinkedHashSet<>();

    /** Nothing was carried out yet. */
    public SeenCommands() {}

    /** Returns whether an id was not seen before; from now on it was. */
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
