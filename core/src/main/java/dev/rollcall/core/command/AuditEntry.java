// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

/**
 * A command and what became of it, in words: the record kept for people. Immutable.
 *
 * @param id identifies the command
 * @param at when it was given, in milliseconds since the epoch
 * @param by who gave it
 * @param action what tabs were to do, as in {@link Action#wireName}
 * @param target which tabs, or which command, in words
 * @param detail the version, the type of the message, or why a command was aborted
 * @param matched how many tabs it meant
 * @param answered how many nodes carried it out
 * @param nodes how many nodes were known
 * @param rollback whether it released a version that was current before another one
 * @param finished whether it is known what became of it; false while it is under way, and when the process that carried
 *     it out ended before it knew
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
        boolean finished) {

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
                finished);
    }

    /** Returns the same entry with what is now known: how many tabs it meant, on how many nodes. */
    public AuditEntry with(int matchedNow, int answeredNow, int nodesNow) {
        return new AuditEntry(id, at, by, action, target, detail, matchedNow, answeredNow, nodesNow, rollback, true);
    }
}
