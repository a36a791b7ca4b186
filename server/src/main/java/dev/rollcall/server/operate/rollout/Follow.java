// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.operate.Outcomes;
import dev.rollcall.server.operate.Query;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.StatusLine;
import dev.rollcall.server.screen.Terminal;
import java.time.Duration;

/** Follows a wave to its end. Ending this process does not end the wave. Not thread-safe. */
public final class Follow {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Session session;
    private final String id;
    private final StatusLine status;

    /** Follows the wave with an id. */
    public Follow(Session session, String id) {
        this.session = session;
        this.id = id;
        this.status =
                new StatusLine(session.err(), session.errors(), session.clock().source());
    }

    /** Follows the wave, and returns the exit code when it has ended. */
    public int run() throws InterruptedException {
        Thread farewell = new Thread(this::farewell, "rollcall-farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        Reply last = look();
        while (isRunning(last)) {
            session.waiting().wait(EVERY);
            last = look();
        }
        status.end();
        Runtime.getRuntime().removeShutdownHook(farewell);
        return ended(last);
    }

    private void farewell() {
        session.err().println();
        session.err().println("The wave goes on. To see more of it:  rollcall wave follow " + id);
        session.err().println("                  To end it:          rollcall wave abort " + id);
    }

    /** Asks a server that restarts again: the wave continues afterwards. */
    private Reply look() throws InterruptedException {
        while (true) {
            try {
                Reply reply = session.calls().get("/admin/commands/" + Query.encoded(id));
                if (isRunning(reply)) {
                    status.show(Funnel.line(reply.json(), status.terminal()));
                }
                return reply;
            } catch (Failure e) {
                if (e.exitCode() != Failure.UNREACHABLE) {
                    throw e;
                }
                status.show(e.message());
                session.waiting().wait(EVERY);
            }
        }
    }

    private static boolean isRunning(Reply reply) {
        return "running".equals(reply.json().text("state"));
    }

    private int ended(Reply reply) {
        Fields receipt = reply.json();
        String state = receipt.text("state", "");
        if (session.json()) {
            session.raw(reply);
        } else {
            String reason = receipt.text("reason");
            session.line(
                    state + (reason == null ? "" : " (" + reason + ")") + ": " + Funnel.line(receipt, Terminal.NONE));
            Outcomes.missing(session, receipt);
        }
        return state.equals("done") ? Failure.DONE : Failure.NOT_REACHED;
    }
}
