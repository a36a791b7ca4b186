// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Query;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Table;
import dev.rollcall.server.screen.Words;
import java.util.List;

/** {@code rollcall audit}: who did what. Stateless. */
public final class AuditOperation implements Operation {

    /** Makes the command. */
    public AuditOperation() {}

    @Override
    public String description() {
        return "Lists who gave which command to which tabs, and who made or revoked which token, the latest first.";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("--limit", "N", "How many at most, up to 1000. Default: 200."));
    }

    @Override
    public List<String> examples() {
        return List.of("rollcall audit", "rollcall audit --limit 1000 --json");
    }

    @Override
    public int run(Given given, Session session) {
        Query query = new Query("/admin/audit").with("limit", given.whole("--limit", 1, 1_000));
        Reply reply = session.calls().get(query.toString());
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        Table table = new Table("WHEN", "BY", "WITH", "ACTION", "WHAT", "TARGET", "TABS#");
        for (Fields entry : reply.json().objects("entries")) {
            table.row(
                    Words.date(entry.number("at"), session.clock().zone()),
                    entry.text("by", ""),
                    with(entry),
                    entry.isTrue("rollback") ? "rollback" : entry.text("action", ""),
                    entry.text("detail", ""),
                    entry.text("target", ""),
                    tabs(entry));
        }
        session.table(table);
        return Failure.DONE;
    }

    private static String with(Fields entry) {
        String address = entry.text("ip");
        return address == null ? entry.text("via", "") : entry.text("via", "") + ", " + address;
    }

    private static String tabs(Fields entry) {
        if (entry.has("about")) {
            return ""; // about a token, which reaches no tabs
        }
        return entry.isTrue("unfinished") ? "?" : Words.number(entry.number("matched"));
    }
}
