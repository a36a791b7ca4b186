// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.SessionsElsewhere.Answers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Links that sign a person in once, at any node. Thread-safe; nothing waits. */
final class SignInLinks {

    /** How long a link can be used. */
    static final Duration LIFETIME = Duration.ofHours(1);

    private final Journal journal;
    private final AdminSecrets secrets;
    private final SessionsElsewhere elsewhere;

    SignInLinks(Journal journal, AdminSecrets secrets, SessionsElsewhere elsewhere) {
        this.journal = journal;
        this.secrets = secrets;
        this.elsewhere = elsewhere;
    }

    /** Makes a token that signs one person in, once, within {@link #LIFETIME}. */
    String make(Grant grant) {
        String token = Tokens.make();
        byte[] value = new GrantJson(grant, secrets.seal(token, grant.name())).write();
        journal.write(Change.put(Kind.LINKS, Tokens.digest(token), value, LIFETIME));
        return token;
    }

    /**
     * Uses up a link.
     *
     * @return what it allows; null when it is unknown, used up or too old. Fails with a {@link JournalException} when
     *     its use cannot be kept, and then it was not used; and when a node that may know it does not answer
     */
    CompletionStage<@Nullable Grant> redeem(String link) {
        if (!Tokens.isOne(link)) {
            return CompletableFuture.completedStage(null);
        }
        String key = Tokens.digest(link);
        return take(key)
                .thenCompose(here -> here != null || !elsewhere.isAnybody()
                        ? CompletableFuture.completedStage(granted(link, here))
                        : elsewhere.link(key).thenApply(answers -> granted(link, answers)));
    }

    /** Uses up a link of this node. */
    CompletionStage<@Nullable SharedGrant> take(String key) {
        return journal.take(Kind.LINKS, key).thenApply(SharedGrant::of);
    }

    private @Nullable Grant granted(String link, Answers answers) {
        if (answers.found().isEmpty() && !answers.whole()) {
            throw new JournalException("a server that may know this link does not answer (expected: try again)");
        }
        return answers.found().isEmpty() ? null : granted(link, answers.found().get(0));
    }

    private @Nullable Grant granted(String link, @Nullable SharedGrant known) {
        GrantJson kept = known == null ? null : known.kept();
        return kept != null && kept.isGenuine(link, secrets) ? kept.grant() : null;
    }
}
