// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.rollout;

import dev.rollcall.server.operate.Body;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Outcomes;
import dev.rollcall.server.operate.Pace;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.operate.Targets;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import java.util.List;
import java.util.stream.Stream;

/** {@code rollcall wave}: makes tabs reload at a pace, and follows what becomes of each. Stateless. */
public final class WaveOperation implements Operation {

    /** Makes the command. */
    public WaveOperation() {}

    @Override
    public String description() {
        return "Makes tabs reload at a pace and follows them to the end. Ctrl-C leaves the wave running.";
    }

    @Override
    public List<Option> options() {
        return Stream.of(
                        Targets.OPTIONS.stream(),
                        Pace.OPTIONS.stream(),
                        Stream.of(Pace.CONFIRM, Pace.DRY_RUN, Pace.DETACH))
                .flatMap(part -> part)
                .toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall wave --outdated --dry-run",
                "rollcall wave --outdated --percent 5 --spread 1m --stop-when-lost 10",
                "rollcall wave --outdated --per-second 200 --deadline 10m --detach");
    }

    @Override
    public int run(Given given, Session session) throws InterruptedException {
        boolean dryRun = given.has("--dry-run");
        if (!dryRun && !Pace.isPaced(given)) {
            throw Failure.usage("pace: missing (expected: --spread or --per-second; rollcall reload has none)");
        }
        Body body = new Body().with("action", "reload").with("target", Targets.read(given));
        Reply reply =
                session.calls().post("/admin/commands", Pace.add(body, given).toBytes());
        Fields begun = reply.json();
        String id = begun.text("id");
        if (dryRun || id == null) {
            return Outcomes.print(session, reply, " will reload", " would reload");
        }
        if (given.has("--detach")) {
            if (session.json()) {
                session.raw(reply);
            } else {
                session.line(id);
            }
            return Failure.DONE;
        }
        session.err().println("Wave " + id + ": " + begun.text("target", ""));
        return new Follow(session, id).run();
    }
}
