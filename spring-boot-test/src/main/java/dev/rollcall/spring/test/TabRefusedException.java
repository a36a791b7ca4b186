// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

/** Thrown when a tab is not admitted: because of its origin, its version or route, a limit, or a shutdown. */
public final class TabRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    TabRefusedException(int status, String answer) {
        super("the tab was refused: " + status + " " + answer);
        this.status = status;
    }

    /** Returns the HTTP status of the refusal, such as 503 when the limit on connections is reached. */
    public int status() {
        return status;
    }
}
