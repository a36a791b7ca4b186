// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command and what became of it, in words: the record kept for people. Or that a token was made or revoked, which reaches
 * no tabs. Immutable.
 *
 * @param id identifies the command, or the entry itself when it is about a token
 * @param at when it was given, in milliseconds since the epoch
 * @param by who gave it
 * @param action what tabs were to do, as in {@link Action#wireName}; {@link #MAKE_TOKEN} or {@link #REVOKE_TOKEN}; or what only
 *     a later version knows
 * @param target which tabs, which command, or which token and what it may do, in words
 * @param detail the version, the type of the message, why a command was aborted, or the name of the token
 * @param matched how many tabs it meant
 * @param answered how many nodes carried it out
 * @param nodes how many nodes were known
 * @param rollback whether it released a version that was current before another one
 * @param finished whether it is known what became of it; false while it is under way, and when the process that carried
 *     it out ended before it knew
 * @param token the token that was made or revoked; null for a command
 */
public record AuditEntry(
        String id,
        long at,
        Actor by,
        String action,
        String target,
        String detail,
        int matched,
        int answered,
        int nodes,
        boolean rollback,
        boolean finished,
        @Nullable AboutToken token) {

    /** The action of an entry that says that a token was made. */
    public static final String MAKE_TOKEN = "make-token";

    /** The action of an entry that says that a token was revoked. */
    public static final String REVOKE_TOKEN = "revoke-token";

    /**
     * What is said of a token: never itself, nor its SHA-256. Immutable.
     *
     * @param id its public id
     * @param name how people call it
     * @param scopes what it may do
     * @param routes globs; its commands reach only tabs on these routes. None means all
     * @param percent its commands reach only this share of the tabs; null for all
     * @param expires until when it counts, or would have, in milliseconds since the epoch
     */
    public record AboutToken(
            String id,
            String name,
            List<String> scopes,
            List<String> routes,
            @Nullable Integer percent,
            long expires) {

        /** Copies the lists. */
        public AboutToken {
            scopes = List.copyOf(scopes);
            routes = List.copyOf(routes);
        }
    }

    /** Returns the entry of a command whose outcome is known. */
    public static AuditEntry of(Outcome outcome) {
        return entry(outcome, true);
    }

    /** Returns the entry of a command that is to be carried out. */
    public static AuditEntry begun(Outcome given) {
        return entry(given, false);
    }

    private static AuditEntry entry(Outcome outcome, boolean finished) {
        Command command = outcome.command();
        return new AuditEntry(
                command.id(),
                command.at(),
                command.by(),
                command.order().action().wireName(),
                command.object(),
                command.detail(),
                outcome.matched(),
                outcome.answered(),
                outcome.nodes(),
                outcome.rollback(),
                finished,
                null);
    }

    /** Returns the same entry with what is now known: how many tabs it meant, on how many nodes. */
    public AuditEntry with(int matchedNow, int answeredNow, int nodesNow) {
        return new AuditEntry(
                id, at, by, action, target, detail, matchedNow, answeredNow, nodesNow, rollback, true, token);
    }
}
