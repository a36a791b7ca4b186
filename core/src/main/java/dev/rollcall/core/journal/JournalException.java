// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Something could not be kept or read. The message is for the person who asked for it and for the log: it says what is
 * wrong and what to do, and holds neither values nor secrets.
 */
public final class JournalException extends RuntimeException {

    /** What a journal says to calls that come after it was closed. */
    public static final String STOPPING = "not kept: the server is stopping (expected: another try when it is back)";

    private static final long serialVersionUID = 1;

    /** Makes one with a message for people. */
    public JournalException(String message) {
        super(message);
    }

    /** Makes one with a message for people. */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the journal's own failure behind a failed stage; null when the stage failed for another reason. */
    public static @Nullable JournalException in(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof JournalException own ? own : null;
    }
}
