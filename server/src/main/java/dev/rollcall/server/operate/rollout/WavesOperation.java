// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Query;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Table;
import dev.rollcall.server.screen.Terminal;
import dev.rollcall.server.screen.Words;
import java.util.List;

/** {@code rollcall wave list}, {@code follow} and {@code abort}: waves that have begun. Stateless. */
public final class WavesOperation implements Operation {

    private final String what;

    private WavesOperation(String what) {
        this.what = what;
    }

    /** Returns the command that lists waves. */
    public static Operation list() {
        return new WavesOperation("list");
    }

    /** Returns the command that follows a wave to its end. */
    public static Operation follow() {
        return new WavesOperation("follow");
    }

    /** Returns the command that aborts a wave. */
    public static Operation abort() {
        return new WavesOperation("abort");
    }

    @Override
    public String description() {
        return switch (what) {
            case "list" -> "Lists the commands that made tabs reload, and what became of the tabs, the latest first.";
            case "follow" -> "Follows a wave to its end.";
            default -> "Aborts a wave: tabs whose moment has not come are let off.";
        };
    }

    @Override
    public List<String> parameters() {
        return what.equals("list") ? List.of() : List.of("ID");
    }

    @Override
    public List<String> examples() {
        return List.of("rollcall wave " + what + (what.equals("list") ? "" : " m4x1-1z141z3"));
    }

    @Override
    public int run(Given given, Session session) throws InterruptedException {
        return switch (what) {
            case "list" -> list(session);
            case "follow" -> new Follow(session, given.parameters().get(0)).run();
            default -> abort(given.parameters().get(0), session);
        };
    }

    private static int list(Session session) {
        Reply reply = session.calls().get("/admin/commands");
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        Table table = new Table("ID", "WHEN", "BY", "ACTION", "TARGET", "STATE", "TABS");
        for (Fields receipt : reply.json().objects("commands")) {
            table.row(
                    receipt.text("id", ""),
                    Words.date(receipt.number("at"), session.clock().zone()),
                    receipt.text("by", ""),
                    receipt.text("action", ""),
                    receipt.text("target", ""),
                    receipt.text("state", ""),
                    Funnel.line(receipt, Terminal.NONE));
        }
        session.table(table);
        return Failure.DONE;
    }

    private static int abort(String id, Session session) {
        Reply reply = session.calls().delete("/admin/commands/" + Query.encoded(id));
        if (session.json()) {
            session.raw(reply);
        } else {
            long letOff = reply.json().number("letOff");
            session.line(reply.json().text("state", "aborted") + ": " + id + ", " + Words.count(letOff, "tab")
                    + (letOff == 1 ? " was" : " were") + " let off");
        }
        return Failure.DONE;
    }
}
