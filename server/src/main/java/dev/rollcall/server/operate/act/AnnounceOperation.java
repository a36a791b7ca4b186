// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.act;

import dev.rollcall.server.operate.Body;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Outcomes;
import dev.rollcall.server.operate.Pace;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.operate.rollout.Follow;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Words;
import java.util.List;
import java.util.stream.Stream;

/** {@code rollcall announce}: makes a version current. Stateless. */
public final class AnnounceOperation implements Operation {

    /** Makes the command. */
    public AnnounceOperation() {}

    @Override
    public String description() {
        return "Makes a version current and notifies every tab. Repeating it with the same version changes nothing.";
    }

    @Override
    public List<String> parameters() {
        return List.of("VERSION");
    }

    @Override
    public List<Option> options() {
        Option force = Option.flag("--force", "Makes the outdated tabs reload, instead of showing their prompt.");
        Option unseen = Option.flag(
                "--unseen",
                "Allows a version that neither a tab nor the deployment check has seen, which may be a typo.");
        return Stream.of(
                        Stream.of(force, unseen),
                        Pace.OPTIONS.stream(),
                        Stream.of(Pace.CONFIRM, Pace.DRY_RUN, Pace.DETACH))
                .flatMap(part -> part)
                .toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall announce build-3 --dry-run",
                "rollcall announce build-3",
                "rollcall announce build-3 --force --spread 10m --deadline 5m");
    }

    @Override
    public int run(Given given, Session session) throws InterruptedException {
        Body body = new Body()
                .with("version", given.parameters().get(0))
                .with("force", given.has("--force"))
                .with("unseen", given.has("--unseen"));
        Reply reply =
                session.calls().post("/admin/releases", Pace.add(body, given).toBytes());
        Fields outcome = reply.json();
        String id = outcome.text("id");
        boolean follows = id != null && Pace.isPaced(given) && !given.has("--detach");
        if (session.json() && !follows) {
            session.raw(reply);
            return Failure.DONE;
        }
        (follows ? session.err() : session.out()).println(words(outcome, given.has("--force")));
        if (outcome.has("warning")) {
            session.err().println(outcome.text("warning", ""));
        }
        Outcomes.confirm(session, outcome);
        Outcomes.missing(session, outcome);
        return follows ? new Follow(session, String.valueOf(id)).run() : Failure.DONE;
    }

    private static String words(Fields outcome, boolean force) {
        String version = outcome.text("version", "");
        String tabs = Words.count(outcome.number("matched"), "tab");
        if (outcome.isTrue("unchanged")) {
            return version + " is current already; nobody was notified";
        }
        String before = outcome.text("previous", "");
        String after = before.isEmpty() || before.equals(version) ? "" : " after " + before;
        String back = outcome.isTrue("rollback") ? ", a rollback" : "";
        String outdated = outcome.number("matched") == 1 ? " is" : " are";
        return outcome.isTrue("dryRun")
                ? version + " would be current" + after + back + "; " + tabs + outdated + " on another one"
                : version + " is current" + after + back + "; " + tabs + outdated + " outdated and "
                        + (force ? "told to reload" : "notified");
    }
}
