// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.Failure;
import dev.rollcall.server.remote.Fields;
import dev.rollcall.server.remote.Reply;
import dev.rollcall.server.screen.Words;

/** The outcome of a command, in words. Pure functions. */
public final class Outcomes {

    private Outcomes() {}

    /**
     * Prints the outcome of a command.
     *
     * @param done what has happened to the tabs, as in {@code "12 tabs" + " reload"}
     * @param counted what would happen
     */
    public static int print(Session session, Reply reply, String done, String counted) {
        Fields outcome = reply.json();
        if (session.json()) {
            session.raw(reply);
            return Failure.DONE;
        }
        String tabs = Words.count(outcome.number("matched"), "tab");
        String target = outcome.text("target");
        String id = outcome.text("id");
        session.line(tabs
                + (outcome.isTrue("dryRun") ? counted : done)
                + (target == null ? "" : ": " + target)
                + (id == null ? "" : " (" + id + ")"));
        confirm(session, outcome);
        missing(session, outcome);
        return Failure.DONE;
    }

    /** After a dry run, says whether the real command must name the number of its tabs. */
    public static void confirm(Session session, Fields outcome) {
        if (outcome.has("confirm")) {
            session.err()
                    .println("A share this large has to be confirmed: run it without --dry-run and with --confirm "
                            + outcome.number("confirm"));
        }
    }

    /** Says so if servers have not answered. */
    public static void missing(Session session, Fields outcome) {
        String missing = outcome.text("missing");
        if (missing != null) {
            session.err()
                    .println(outcome.number("answered") + " of " + Words.count(outcome.number("nodes"), "server")
                            + " answered: " + missing);
        }
    }
}
