// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Table;
import dev.rollcall.server.screen.Words;
import java.util.List;

/** {@code rollcall releases}: what was announced, and how many tabs are on it. Stateless. */
public final class ReleasesOperation implements Operation {

    /** Makes the command. */
    public ReleasesOperation() {}

    @Override
    public String description() {
        return "Lists the versions that were announced, the latest first, with the tabs on each now.";
    }

    @Override
    public List<String> examples() {
        return List.of("rollcall releases", "rollcall releases --json");
    }

    @Override
    public int run(Given given, Session session) {
        Reply reply = session.calls().get("/admin/releases");
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        Table table = new Table("VERSION", "ANNOUNCED", "BY", "NOTIFIED#", "TABS NOW#", "SHARE#", "");
        for (Fields release : reply.json().objects("releases")) {
            table.row(
                    release.text("version", ""),
                    Words.date(release.number("at"), session.clock().zone()),
                    release.text("by", ""),
                    Words.number(release.number("told")),
                    Words.number(release.number("tabs")),
                    release.number("share") + " %",
                    notes(release));
        }
        session.table(table);
        return Failure.DONE;
    }

    private static String notes(Fields release) {
        String forced = release.isTrue("force") ? "forced" : "";
        return release.isTrue("rollback") ? (forced + " rollback").strip() : forced;
    }
}
