// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.look;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Style;
import java.util.List;

/** {@code rollcall stats}: which versions and routes tabs are on, once or continuously. Stateless. */
public final class StatsOperation implements Operation {

    private static final int MOST = 20;

    /** Makes the command. */
    public StatsOperation() {}

    @Override
    public String description() {
        return "Shows how many tabs are open, and on which versions and routes.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.flag(
                        "--watch",
                        "Keeps going until Ctrl-C: as a screen on a terminal, elsewhere with a line for each change."),
                Option.value("--every", "TIME", "How often --watch asks the server, such as 5s. Default: 1s."));
    }

    @Override
    public List<String> examples() {
        return List.of("rollcall stats", "rollcall stats --watch", "rollcall stats --json");
    }

    @Override
    public int run(Given given, Session session) throws InterruptedException {
        if (given.has("--watch")) {
            return new Watch(session, given.duration("--every")).run();
        }
        Reply reply = session.calls().get("/admin/stats");
        if (session.json()) {
            session.raw(reply);
        } else {
            show(reply.json(), session);
        }
        return Failure.DONE;
    }

    private static void show(Fields stats, Session session) {
        Style style = session.style();
        session.line(StatsView.totals(stats, style));
        List<String> versions = StatsView.versions(stats, session.terminal(), MOST);
        List<String> routes = StatsView.routes(stats, session.terminal(), MOST);
        part("Versions", versions, session);
        part("Routes", routes, session);
        session.line("");
        session.line(style.faint(StatsView.rest(stats)));
        String missing = StatsView.missing(stats);
        if (!missing.isEmpty()) {
            session.err().println(missing);
        }
    }

    private static void part(String heading, List<String> lines, Session session) {
        if (!lines.isEmpty()) {
            session.line("");
            session.line(session.style().strong(heading));
            lines.forEach(session::line);
        }
    }
}
