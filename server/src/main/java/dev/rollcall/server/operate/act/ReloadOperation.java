// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.act;

import dev.rollcall.server.operate.Body;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Outcomes;
import dev.rollcall.server.operate.Pace;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.operate.Targets;
import dev.rollcall.server.remote.Reply;
import java.util.List;
import java.util.stream.Stream;

/** {@code rollcall reload}: makes tabs reload at once, or reminds them. Stateless. */
public final class ReloadOperation implements Operation {

    /** Makes the command. */
    public ReloadOperation() {}

    @Override
    public String description() {
        return "Makes tabs reload at once, whatever version they are on.";
    }

    @Override
    public List<Option> options() {
        Option remind =
                Option.flag("--remind", "Only reminds them of the current version, so that they show their prompt.");
        return Stream.concat(Targets.OPTIONS.stream(), Stream.of(remind, Pace.CONFIRM, Pace.DRY_RUN))
                .toList();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall reload --route /checkout --dry-run",
                "rollcall reload --outdated --percent 10",
                "rollcall reload --outdated --remind");
    }

    @Override
    public int run(Given given, Session session) {
        boolean remind = given.has("--remind");
        Body body = new Body().with("action", remind ? "announce" : "reload").with("target", Targets.read(given));
        Reply reply = session.calls()
                .post("/admin/commands", Pace.confirm(body, given).toBytes());
        return remind
                ? Outcomes.print(session, reply, " reminded", " would be reminded")
                : Outcomes.print(session, reply, " told to reload", " would reload");
    }
}
