// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import org.jspecify.annotations.Nullable;

/** Why Rollcall cannot start in this application, and what to do about it. */
public final class RollcallStartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    RollcallStartException(String what, String action, @Nullable Throwable cause) {
        super(what, cause);
        this.action = action;
    }

    /** What to do, in a sentence. */
    public String action() {
        return action;
    }
}
