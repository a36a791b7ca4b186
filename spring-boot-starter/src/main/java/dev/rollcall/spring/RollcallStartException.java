// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import org.jspecify.annotations.Nullable;

/** The reason why Rollcall cannot start in this application, and what to do about it. */
public final class RollcallStartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * Creates an exception; Boot prints both sentences instead of a stack trace.
     *
     * @param reason what is wrong
     * @param action what to do
     * @param cause what was caught; null when nothing was
     */
    public RollcallStartException(String reason, String action, @Nullable Throwable cause) {
        super(reason, cause);
        this.action = action;
    }

    /**
     * Returns the exception for an application that needs rollcall-netty and does not have it.
     *
     * @param reason what needs it
     */
    public static RollcallStartException nettyMissing(String reason) {
        return new RollcallStartException(
                reason, "Add the dependency dev.rollcall:rollcall-netty in the version of the starter.", null);
    }

    /** Returns what to do, as a sentence. */
    public String action() {
        return action;
    }
}
