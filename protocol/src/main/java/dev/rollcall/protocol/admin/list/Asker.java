// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.list;

/** Whether somebody still waits for the answer to a question. Thread-safe. */
public final class Asker {

    private volatile boolean gone;

    /** Nobody waits any longer: work on the question may stop. */
    public void leave() {
        gone = true;
    }

    /** Returns whether nobody waits any longer. */
    public boolean hasLeft() {
        return gone;
    }
}
