// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.remote;

/** Why a command ends without having done what was asked: a message for people, and the exit code. Immutable. */
public final class Failure extends RuntimeException {

    /** The command did what was asked. */
    public static final int DONE = 0;

    /** The server refused what was asked, or could not do it. */
    public static final int REFUSED = 1;

    /** The command line or the environment is wrong; the server was not asked. */
    public static final int USAGE = 2;

    /** The server gave no answer. */
    public static final int UNREACHABLE = 3;

    /** A gate did not open in time, or a wave did not end as planned. */
    public static final int NOT_REACHED = 4;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** Returns the failure of a server that refused, or could not do, what was asked. */
    public static Failure refused(String message) {
        return new Failure(REFUSED, message);
    }

    /** Returns the failure of an invalid command line: {@code name: what was wrong (expected: what would fit)}. */
    public static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    /** Returns the failure of a server that gives no answer. */
    public static Failure unreachable(String message) {
        return new Failure(UNREACHABLE, message);
    }

    /** Returns the exit code of the process. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the message. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
