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
import java.time.Duration;
import java.util.List;

/** {@code rollcall connections}: the tabs one by one. Stateless. */
public final class ConnectionsOperation implements Operation {

    /** Makes the command. */
    public ConnectionsOperation() {}

    @Override
    public String description() {
        return "Lists open tabs, the longest open first.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.value("--route", "ROUTE", "Tabs on routes that begin with this, or as --match says."),
                Option.value("--match", "HOW", "What --route means: prefix, exact, glob or regex. Default: prefix."),
                Option.value("--version", "VERSION", "Tabs on this version."),
                Option.value("--user", "NAME", "Tabs of this person."),
                Option.flag("--outdated", "Tabs on a version behind the current one."),
                Option.value("--limit", "N", "How many at most, up to 10000. Default: 200."),
                Option.value("--cursor", "CURSOR", "Continues after the answer that gave this cursor."));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall connections",
                "rollcall connections --outdated --route /checkout",
                "rollcall connections --route '/product/*' --match glob --limit 20 --json");
    }

    @Override
    public int run(Given given, Session session) {
        Query query = new Query("/admin/connections")
                .with("route", given.text("--route"))
                .with("match", given.text("--match"))
                .with("version", given.text("--version"))
                .with("user", given.text("--user"))
                .with("outdated", given.has("--outdated") ? "true" : null)
                .with("limit", given.whole("--limit", 1, 10_000))
                .with("cursor", given.text("--cursor"));
        Reply reply = session.calls().get(query.toString());
        if (session.json()) {
            session.raw(reply);
        } else {
            show(reply.json(), session);
        }
        return Failure.DONE;
    }

    private static void show(Fields page, Session session) {
        Table table = new Table("ID", "VERSION", "ROUTE", "BY", "OPEN FOR", "USER", "ADDRESS");
        List<Fields> tabs = page.objects("connections");
        for (Fields tab : tabs) {
            table.row(
                    tab.text("id", ""),
                    tab.text("version", ""),
                    tab.text("route", ""),
                    tab.text("transport", ""),
                    Words.duration(Duration.ofMillis(session.now() - tab.number("since"))),
                    tab.text("user", "-"),
                    tab.text("ip", "-"));
        }
        session.table(table);
        String cursor = page.text("cursor");
        if (cursor != null) {
            session.err().println("There are more: --cursor " + cursor + " continues here.");
        }
    }
}
