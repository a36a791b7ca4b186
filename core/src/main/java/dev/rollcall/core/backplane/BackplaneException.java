// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

/** The backplane could not be reached, did not answer in time, or has too much to do. The message says which. */
@SuppressWarnings("serial") // Nobody writes it anywhere.
public final class BackplaneException extends RuntimeException {

    /** @param message what happened, for people, without secrets */
    public BackplaneException(String message) {
        super(message);
    }

    /** As above, with what caused it. */
    public BackplaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
