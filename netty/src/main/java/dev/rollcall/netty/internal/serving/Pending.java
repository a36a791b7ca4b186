// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

/** A connection that is not held: it is sending a request, waiting for the answer, or kept alive. */
public interface Pending {

    /** How far a connection has come. The earlier a stage, the sooner its connections are closed to make room. */
    enum Stage {
        /** Not one byte of a request has come yet. */
        SILENT,
        /** Between two requests. */
        IDLE,
        /** A request is coming. */
        ASKING,
        /** An answer waits for the client to take it. */
        ANSWERED,
        /** It is the server's turn. The connection is not closed. */
        DECIDING
    }

    /** Closes the connection now if it is idle, otherwise after the answer in progress. From any thread. */
    void leaveSoon();

    /** Closes the connection to make room for another, unless it has become held. From any thread. */
    void makeRoom();
}
