// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Outcome;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done, by whom, and to how many tabs: the last {@value #MAX_ENTRIES} commands, in memory only, and all of them in
 * the log. Every command is in it, whichever way it came, and on whichever node it was given. Thread-safe.
 */
public final class AuditList {

    /** The number of commands that are remembered. */
    public static final int MAX_ENTRIES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AuditList.class);

    private final RecentList<Outcome> entries = new RecentList<>(MAX_ENTRIES);

    AuditList() {}

    /** Returns the commands that were given last, newest first. */
    public List<Outcome> list(int most) {
        return entries.list(most);
    }

    void add(Outcome outcome) {
        entries.add(outcome);
        Command command = outcome.command();
        LOG.info(
                "Command {}{} ({}), tabs told: {}, target: {}; by {}, {}",
                command.order().action().wireName(),
                outcome.rollback() ? ", a rollback" : "",
                command.detail(),
                outcome.matched(),
                command.order().target(),
                command.by().name(),
                command.by().via().wireName());
    }

    /** More is known of a command. */
    void update(String command, UnaryOperator<Outcome> change) {
        entries.replace(outcome -> outcome.command().id().equals(command), change);
    }
}
