// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import org.jspecify.annotations.Nullable;

/**
 * A token as a node knows it now. Immutable.
 *
 * @param token what it allows
 * @param expires when it ends by itself, in milliseconds since the epoch, as the wall clock is now
 * @param state whether it counts
 * @param revokedBy who revoked it; null when nobody has
 * @param lastUsed when this node was last presented it, in milliseconds since the epoch; null when it was not since it started
 */
public record KnownToken(
        Token token,
        long expires,
        State state,
        @Nullable String revokedBy,
        @Nullable Long lastUsed) {

    /** Whether a token counts. */
    public enum State {
        /** It does. */
        VALID("valid"),
        /** Its time is over. */
        EXPIRED("expired"),
        /** Somebody has ended it. */
        REVOKED("revoked");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the name used in JSON. */
        public String wireName() {
            return wireName;
        }
    }
}
