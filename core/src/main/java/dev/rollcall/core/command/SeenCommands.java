// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids of the commands that were carried out last, so that none is carried out twice. Thread-safe. */
public final class SeenCommands {

    /** More than can be given within the life of a command on one node. */
    static final int MOST = 10_000;

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
