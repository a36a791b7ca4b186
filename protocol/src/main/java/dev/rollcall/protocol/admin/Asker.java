// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

/** Whether somebody still waits for the answer to a question. Thread-safe. */
final class Asker {

    private volatile boolean gone;

    /** Nobody waits any longer: work on the question may stop. */
    void leave() {
        gone = true;
    }

    /** Returns whether nobody waits any longer. */
    boolean hasLeft() {
        return gone;
    }
}
