// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

/** A connection that is not held: it is sending a request, waiting for the answer, or kept alive. */
public interface Pending {

    /** Closes the connection now if it is idle, otherwise after the answer in progress. From any thread. */
    void leaveSoon();
}
