// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.act.AnnounceOperation;
import dev.rollcall.server.operate.act.MessageOperation;
import dev.rollcall.server.operate.act.ReloadOperation;
import dev.rollcall.server.operate.act.TokenOperation;
import dev.rollcall.server.operate.act.TokensOperation;
import dev.rollcall.server.operate.look.AuditOperation;
import dev.rollcall.server.operate.look.ConnectionsOperation;
import dev.rollcall.server.operate.look.ReleasesOperation;
import dev.rollcall.server.operate.look.StatsOperation;
import dev.rollcall.server.operate.rollout.GateOperation;
import dev.rollcall.server.operate.rollout.WaveOperation;
import dev.rollcall.server.operate.rollout.WavesOperation;
import java.util.List;
import java.util.function.Supplier;

/** The commands that talk to a running server, in the order of the help. Each is made only when needed. */
final class Operations {

    static final List<Entry> ALL = List.of(
            new Entry("stats", "", StatsOperation::new),
            new Entry("connections", "", ConnectionsOperation::new),
            new Entry("announce", "", AnnounceOperation::new),
            new Entry("reload", "", ReloadOperation::new),
            new Entry("message", "", MessageOperation::new),
            new Entry("wave", "", WaveOperation::new),
            new Entry("wave", "list", WavesOperation::list),
            new Entry("wave", "follow", WavesOperation::follow),
            new Entry("wave", "abort", WavesOperation::abort),
            new Entry("gate", "", GateOperation::new),
            new Entry("releases", "", ReleasesOperation::new),
            new Entry("audit", "", AuditOperation::new),
            new Entry("token", "create", TokenOperation::new),
            new Entry("token", "list", TokensOperation::list),
            new Entry("token", "revoke", TokensOperation::revoke));

    private Operations() {}

    /**
     * A command.
     *
     * @param word its first word
     * @param second its second word; empty when it has none
     * @param operation makes it
     */
    record Entry(String word, String second, Supplier<Operation> operation) {

        /** Returns the command as typed. */
        String name() {
            return second.isEmpty() ? word : word + " " + second;
        }
    }

    /** Returns the commands that begin with a word. */
    static List<Entry> of(String word) {
        return ALL.stream().filter(entry -> entry.word.equals(word)).toList();
    }
}
