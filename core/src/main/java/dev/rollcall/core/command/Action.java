// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.text.Text;
import dev.rollcall.core.text.Version;

/** What a command has tabs do. */
public sealed interface Action {

    /**
     * Returns the name used in JSON and in logs: {@code release}, {@code announce}, {@code reload}, {@code message} or
     * {@code abort}.
     */
    String wireName();

    /**
     * A version becomes the current one; tabs on others are notified.
     *
     * @param version the build id
     * @param force whether these tabs are to reload by themselves
     */
    record ReleaseVersion(String version, boolean force) implements Action {

        /** Checks the version. */
        public ReleaseVersion {
            Version.require(version);
        }

        @Override
        public String wireName() {
            return "release";
        }
    }

    /** Tabs are reminded of the current version. What they do about it is for the application to say. */
    record Announce() implements Action {
        @Override
        public String wireName() {
            return "announce";
        }
    }

    /** Tabs reload, whatever version they are on. */
    record Reload() implements Action {
        @Override
        public String wireName() {
            return "reload";
        }
    }

    /**
     * Tabs receive a message from the application.
     *
     * @param message what they receive
     */
    record Send(Message message) implements Action {
        @Override
        public String wireName() {
            return "message";
        }
    }

    /**
     * A command that was given before goes no further: tabs whose moment has not come are let off.
     *
     * @param command its id, 1 to {@value #MOST} printable characters
     * @param reason why, in words for people, of the same length
     */
    record Abort(String command, String reason) implements Action {

        /** The largest number of characters. */
        public static final int MOST = 200;

        /** Checks both texts. */
        public Abort {
            require("command", command);
            require("reason", reason);
        }

        private static void require(String name, String text) {
            if (text.isBlank() || text.length() > MOST || !Text.printable(text)) {
                throw new IllegalArgumentException(
                        name + ": does not fit (expected: 1 to " + MOST + " printable characters)");
            }
        }

        @Override
        public String wireName() {
            return "abort";
        }
    }
}
