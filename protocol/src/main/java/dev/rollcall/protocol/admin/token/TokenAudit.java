// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.AuditEntry.AboutToken;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.rollout.AuditList;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.UntilShared;
import dev.rollcall.protocol.command.JournalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Puts into the audit list of all nodes that tokens were made and revoked at this one. Thread-safe; nothing waits. */
public final class TokenAudit {

    private static final String NOTED = "audit-noted";

    private final AuditList list;
    private final UntilShared news;

    /** Notes what is done at this node, and begins to listen to what was done at others. */
    public TokenAudit(AuditList list, Cluster cluster, Timer timer) {
        this.list = list;
        this.news = new UntilShared(cluster, timer);
        cluster.onShared(NOTED, body -> list.noteOfOther(JournalJson.INSTANCE.readAudit(body)));
    }

    /** Returns the entry of a token that is to be made. */
    AuditEntry made(Token token, long expires, Actor by) {
        return entry(AuditEntry.MAKE_TOKEN, token, expires, by);
    }

    /**
     * Returns the entry of a token that is to be revoked.
     *
     * @param expires when it would have ended by itself
     */
    AuditEntry revoked(Token token, long expires, Actor by) {
        return entry(AuditEntry.REVOKE_TOKEN, token, expires, by);
    }

    /** Returns what keeps an entry. */
    List<Change> keeping(AuditEntry entry) {
        return list.keeping(entry);
    }

    /** Adds an entry here, and tells the other nodes until they have it. */
    void note(AuditEntry entry) {
        list.note(entry);
        news.share(NOTED, JournalJson.INSTANCE.write(entry));
    }

    private AuditEntry entry(String action, Token token, long expires, Actor by) {
        long at = list.ids().nextTime();
        AboutToken about = new AboutToken(
                token.id(),
                token.name(),
                token.scopeNames(),
                token.limits().routes(),
                token.limits().percent(),
                expires);
        return new AuditEntry(
                list.ids().id(at), at, by, action, words(about), token.name(), 0, 1, 1, false, true, about);
    }

    /** Describes a token. Its end comes before its routes, because a long list of routes is cut. */
    private static String words(AboutToken token) {
        String share = token.percent() == null ? "" : ", " + token.percent() + " percent of the tabs";
        return "token " + token.id() + " with " + String.join(", ", token.scopes()) + " until "
                + Instant.ofEpochMilli(token.expires()).truncatedTo(ChronoUnit.SECONDS) + share
                + (token.routes().isEmpty() ? "" : ", routes matching " + String.join(" or ", token.routes()));
    }
}
