// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.CommandIds;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.journal.Change;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done, by whom, and to how many tabs: the last {@value #MAX_ENTRIES} commands, as far as they are kept beyond
 * the process also of those before it, and all of them in the log. Every command is in it, whichever way it came, and on whichever
 * node it was given; and every token that was made or revoked. Thread-safe.
 */
public final class AuditList {

    /** The number of entries that are remembered. */
    public static final int MAX_ENTRIES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AuditList.class);

    private final RecentList<AuditEntry> entries = new RecentList<>(MAX_ENTRIES);
    private final RolloutJournal journal;
    private final CommandIds ids;
    private volatile Consumer<Outcome> onGiven = outcome -> {};
    private volatile Consumer<AuditEntry> onNoted = entry -> {};

    /** Begins with what is kept. */
    AuditList(RolloutJournal journal, CommandIds ids) {
        this.journal = journal;
        this.ids = ids;
        entries.addOlder(journal.loadAudit());
    }

    /** Returns the last entries, newest first. */
    public List<AuditEntry> list(int most) {
        return entries.list(most);
    }

    /**
     * Sets what is called with each command that was given at this node, when it is known what became of it, at the latest after a
     * second. On the thread that knows it; it must not block.
     */
    public void onGiven(Consumer<Outcome> action) {
        onGiven = action;
    }

    /** Sets what is called with each entry that was {@linkplain #note noted} at this node. It must not block. */
    public void onNoted(Consumer<AuditEntry> action) {
        onNoted = action;
    }

    /** Returns what gives an entry of this node its time and id, when it is to be {@linkplain #note noted}. */
    public CommandIds ids() {
        return ids;
    }

    /** Returns what keeps an entry, to be written in one write with what the entry is about: neither is kept without the other. */
    public List<Change> keeping(AuditEntry entry) {
        return journal.keeping(entry);
    }

    /** Adds an entry of what is no command and was done at this node. {@link #keeping} it is up to the caller. */
    public void note(AuditEntry entry) {
        entries.add(entry);
        onNoted.accept(entry);
    }

    /** Adds and keeps an entry that was noted at another node, by its time, unless it is in the list. */
    public void noteOfOther(AuditEntry entry) {
        if (entries.insert(entry, other -> other.id().equals(entry.id()), other -> other.at() > entry.at())) {
            journal.audit(entry);
        }
    }

    /** Adds a command that was given at this node. */
    void addOwn(Outcome outcome) {
        add(outcome);
        onGiven.accept(outcome);
    }

    void add(Outcome outcome) {
        AuditEntry entry = AuditEntry.of(outcome);
        entries.add(entry);
        journal.audit(entry);
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

    /** More is known of a command, if it is still in the list. */
    void update(String command, int matched, int answered, int nodes) {
        entries.replace(entry -> entry.id().equals(command), entry -> {
            AuditEntry more = entry.with(matched, answered, nodes);
            journal.audit(more);
            return more;
        });
    }
}
