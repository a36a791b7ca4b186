// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.act;

import dev.rollcall.server.operate.Body;
import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Option;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Words;
import java.util.List;

/** {@code rollcall token create}: makes a token for a person or a pipeline. Stateless. */
public final class TokenOperation implements Operation {

    /** Makes the command. */
    public TokenOperation() {}

    @Override
    public String description() {
        return "Makes a token with a name, scopes and an end, and prints it, once.";
    }

    @Override
    public List<String> parameters() {
        return List.of("NAME");
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.values("--scope", "SCOPE", "What it may do: read, announce, reload or admin."),
                Option.values("--route", "GLOB", "Its commands reach only tabs on such routes, such as '/shop/**'."),
                Option.value("--percent", "1-100", "Its commands reach at most this share of the tabs."),
                Option.value("--days", "N", "How long it is valid, at most 1825. Default: 90."));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "rollcall token create deploy --scope read --scope announce",
                "rollcall token create shop-team --scope reload --route '/shop/**' --percent 10 --days 30");
    }

    @Override
    public int run(Given given, Session session) {
        if (!given.has("--scope")) {
            throw Failure.usage("--scope: missing (expected: at least one of read, announce, reload and admin)");
        }
        Body body = new Body()
                .with("name", given.parameters().get(0))
                .with("scopes", given.values("--scope"))
                .with("routes", given.values("--route"))
                .with("percent", given.whole("--percent", 1, 100))
                .with("days", given.whole("--days", 1, 1_825));
        Reply reply = session.calls().post("/admin/tokens", body.toBytes());
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        Fields made = reply.json();
        session.err()
                .println("The token " + made.text("name", "") + " (" + made.text("id", "") + ") is valid until "
                        + Words.date(made.number("expires"), session.clock().zone()) + ". It is shown only here:");
        session.line(made.text("token", ""));
        return Failure.DONE;
    }
}
