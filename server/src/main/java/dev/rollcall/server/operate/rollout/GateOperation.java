// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Query;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.StatusLine;
import java.time.Duration;
import java.util.List;

/** {@code rollcall gate}: waits until tabs have moved; its exit code says whether they have. Stateless. */
public final class GateOperation implements Operation {

    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final long MOST_SECONDS = 3_600; // the most that the server takes; after that it is asked again

    /** Makes the command. */
    public GateOperation() {}

    @Override
    public String description() {
        return "Waits until enough tabs are on a version, none is on another one, or a wave has ended.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.value("--version", "VERSION", "Until tabs are on this version."),
                Option.value("--percent", "1-100", "Share of all tabs, or of the tabs of a wave. Default: 100."),
                Option.value("--gone", "VERSION", "Until no tab is on this version any more."),
                Option.value("--command", "ID", "Until this wave has ended."),
                Option.value("--timeout", "TIME", "How long to wait, such as 10m. Default: 10m."));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall gate --version build-3 --percent 95 --timeout 10m",
                "rollcall gate --gone build-1 --timeout 1h");
    }

    @Override
    public int run(Given given, Session session) throws InterruptedException {
        Integer percent = given.whole("--percent", 1, 100);
        if (!given.has("--version") && !given.has("--gone") && !given.has("--command")) {
            throw Failure.usage("gate: nothing to wait for (expected: any of --version, --gone and --command)");
        }
        Duration timeout = given.duration("--timeout");
        Query query = new Query("/admin/gate")
                .with("version", given.text("--version"))
                .with("percent", percent)
                .with("gone", given.text("--gone"))
                .with("command", given.text("--command"));
        return new GateWait(session, query.toString(), timeout == null ? TIMEOUT : timeout).run();
    }

    /**
     * One wait at a gate. A server that does not answer, for example while it restarts, is asked again. Not
     * thread-safe.
     */
    private static final class GateWait {

        private static final Duration AGAIN = Duration.ofSeconds(1);

        private final Session session;
        private final String path;
        private final long end;
        private final StatusLine status;

        GateWait(Session session, String path, Duration timeout) {
            this.session = session;
            this.path = path;
            this.end = session.now() + timeout.toMillis();
            this.status = new StatusLine(
                    session.err(), session.errors(), session.clock().source());
        }

        int run() throws InterruptedException {
            while (true) {
                long left = (end - session.now() + 999) / 1_000;
                try {
                    Reply reply = session.calls()
                            .ask("GET", path + "&timeout=" + Math.max(1, Math.min(MOST_SECONDS, left)), null);
                    if (reply.isOk() || reply.status() == 504 || isNever(reply)) {
                        return decided(reply);
                    }
                    if (reply.status() != 503) {
                        status.end();
                        throw Failure.refused(session.calls().refusal(reply));
                    }
                    show(reply);
                    if (left <= 0) {
                        return decided(reply);
                    }
                    pause(Duration.ofSeconds(reply.retryAfterSeconds()));
                } catch (Failure e) {
                    if (e.exitCode() != Failure.UNREACHABLE || left <= 0) {
                        throw e;
                    }
                    status.show(e.message());
                    pause(AGAIN);
                }
            }
        }

        /** Returns whether the gate can no longer open, for example because the wave was aborted. */
        private static boolean isNever(Reply reply) {
            return reply.status() == 409 && reply.json().has("total");
        }

        private void show(Reply reply) {
            status.show(
                    reply.json().has("total") ? GateView.line(reply.json(), status.terminal()) : reply.error() + "");
        }

        private void pause(Duration duration) throws InterruptedException {
            long left = Math.max(0, end - session.now());
            session.waiting().wait(Duration.ofMillis(Math.min(left, Math.max(200, duration.toMillis()))));
        }

        private int decided(Reply reply) {
            status.end();
            if (session.json()) {
                session.raw(reply);
            } else {
                session.line((reply.isOk() ? "open: " : isNever(reply) ? "never: " : "not in time: ")
                        + GateView.line(reply.json(), session.terminal()));
            }
            return reply.isOk() ? Failure.DONE : Failure.NOT_REACHED;
        }
    }
}
