// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate.act;

import dev.rollcall.server.operate.Given;
import dev.rollcall.server.operate.Operation;
import dev.rollcall.server.operate.Query;
import dev.rollcall.server.operate.Session;
import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Table;
import dev.rollcall.server.screen.Words;
import java.util.ArrayList;
import java.util.List;

/** {@code rollcall token list} and {@code revoke}: lists and revokes tokens. Stateless. */
public final class TokensOperation implements Operation {

    private final boolean revoke;

    private TokensOperation(boolean revoke) {
        this.revoke = revoke;
    }

    /** Returns the command that lists tokens. */
    public static Operation list() {
        return new TokensOperation(false);
    }

    /** Returns the command that revokes a token. */
    public static Operation revoke() {
        return new TokensOperation(true);
    }

    @Override
    public String description() {
        return revoke
                ? "Revokes a token, on all servers at once."
                : "Lists the tokens: what each may do, and until when. Never the tokens themselves.";
    }

    @Override
    public List<String> parameters() {
        return revoke ? List.of("ID") : List.of();
    }

    @Override
    public List<String> examples() {
        return List.of(revoke ? "rollcall token revoke 3f9ac2d417be" : "rollcall token list");
    }

    @Override
    public int run(Given given, Session session) {
        if (!revoke) {
            return list(session);
        }
        String id = given.parameters().get(0);
        Reply reply = session.calls().delete("/admin/tokens/" + Query.encoded(id));
        if (session.json()) {
            session.raw(reply);
        } else {
            session.line("revoked: " + reply.json().text("name", "") + " (" + id + ")");
        }
        return Failure.DONE;
    }

    private static int list(Session session) {
        Reply reply = session.calls().get("/admin/tokens");
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        Table table = new Table("ID", "NAME", "SCOPES", "LIMITS", "MADE BY", "VALID UNTIL", "LAST USED");
        for (Fields token : reply.json().objects("tokens")) {
            table.row(
                    token.text("id", ""),
                    token.text("name", ""),
                    String.join(", ", token.texts("scopes")),
                    limits(token),
                    token.text("by", ""),
                    token.text("state", "valid").equals("valid")
                            ? date(token, "expires", session)
                            : token.text("state", ""),
                    date(token, "lastUsed", session));
        }
        session.table(table);
        return Failure.DONE;
    }

    private static String limits(Fields token) {
        List<String> limits = new ArrayList<>(token.texts("routes"));
        if (token.has("percent")) {
            limits.add(token.number("percent") + " %");
        }
        return limits.isEmpty() ? "-" : String.join(", ", limits);
    }

    private static String date(Fields token, String name, Session session) {
        return token.has(name) ? Words.date(token.number(name), session.clock().zone()) : "-";
    }
}
