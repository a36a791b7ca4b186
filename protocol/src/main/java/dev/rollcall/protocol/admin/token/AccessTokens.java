// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.token.HeldTokens.Held;
import dev.rollcall.protocol.admin.token.TokensElsewhere.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that were handed out, looked up by their SHA-256. At most 500 that count. Those that have ended are remembered for
 * 30 days beyond their time, so that anyone who presents one learns why it does not count. They outlive the process where the
 * journal does. In a cluster every node knows all of them, a token that is revoked at one node is revoked at all, and a node
 * that was cut off asks about each before it counts again. Each that is made or revoked is in the audit list. Thread-safe;
 * nothing but the constructor waits.
 */
public final class AccessTokens {

    /** How many tokens may be valid at a time. */
    public static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final int SPARE_BYTES = 128; // for what revoking adds
    private static final int MOST_NAME = 64;

    private final HeldTokens held;
    private final Timer timer;
    private final Journal journal;
    private final TokensElsewhere elsewhere;
    private final TokenAudit audit;
    private volatile Consumer<String> onEnded = key -> {};

    /**
     * A newly made token.
     *
     * @param text the token itself, which is known only here
     * @param known what it allows
     */
    public record Made(String text, KnownToken known) {

        /** Leaves out the token. */
        @Override
        public String toString() {
            return "Made[" + known + "]";
        }
    }

    /**
     * Begins with the tokens in the journal. Waits for it.
     *
     * @throws dev.rollcall.core.journal.JournalException when the journal cannot be read
     */
    public AccessTokens(Timer timer, Journal journal, Cluster cluster, TokenAudit audit) {
        this.held = new HeldTokens(timer);
        this.timer = timer;
        this.journal = journal;
        this.audit = audit;
        this.elsewhere = new TokensElsewhere(cluster, timer);
        elsewhere.serve(this::known, said -> changed(said, held.epoch()));
        Journals.load(journal, Kind.TOKENS, AccessTokens::shared).forEach(entry -> held.add(entry, -1));
        cluster.onConnected(this::connected);
    }

    /** Sets what is called with the SHA-256 of a token that was revoked, here or at another node. */
    public void onEnded(Consumer<String> action) {
        onEnded = action;
    }

    /**
     * Makes a token.
     *
     * @param by who makes it
     * @return completes when it is kept; fails with a {@link dev.rollcall.core.journal.JournalException} when it cannot be
     * @throws IllegalArgumentException when its routes together are too long
     * @throws IllegalStateException when {@value #MOST} tokens are valid already
     */
    public CompletionStage<Made> make(TokenRequest request, Actor by) {
        long now = timer.ticks();
        if (held.counting() >= MOST) {
            throw new IllegalStateException(
                    "tokens: " + MOST + " are valid already (expected: revoke those that nobody needs any more)");
        }
        String text = Token.make();
        String key = Token.key(text);
        String maker = cut(by.name());
        Token token =
                new Token(Token.id(key), request.name(), request.scopes(), request.limits(), maker, timer.millis());
        KeptToken kept = new KeptToken(token, null);
        if (kept.write().length > Kind.TOKENS.maxBytes() - SPARE_BYTES) {
            throw new IllegalArgumentException("routes: too long together (expected: about 600 characters in total)");
        }
        makeRoom();
        long millis = request.life().toMillis();
        AuditEntry entry = audit.made(token, token.at() + millis, by);
        return journal.write(with(put(key, kept, millis), entry)).thenApply(written -> {
            Held made = held.put(key, kept, now + millis);
            audit.note(entry); // before others know the token, so that no entry comes before this one
            elsewhere.tell(new KeptToken.Shared(key, millis, kept));
            LOG.info("Token {} ({}) was made by {}, with {}", token.name(), token.id(), token.by(), token.scopeNames());
            return new Made(text, held.describe(key, made));
        });
    }

    private static String cut(String name) {
        return name.length() <= MOST_NAME ? name : name.substring(0, MOST_NAME);
    }

    /** What is kept of a token and what is kept of who changed it: neither without the other. */
    private List<Change> with(Change change, AuditEntry entry) {
        List<Change> changes = new ArrayList<>(audit.keeping(entry));
        changes.add(0, change);
        return changes;
    }

    /** Forgets ended tokens when the journal would otherwise forget a valid one. */
    private void makeRoom() {
        held.surplus().forEach(key -> {
            held.remove(key);
            journal.write(Change.remove(Kind.TOKENS, key));
        });
    }

    private static Change put(String key, KeptToken kept, long leftMillis) {
        Duration life = Duration.ofMillis(Math.max(0, leftMillis)).plus(HeldTokens.REMEMBERED);
        return Change.put(Kind.TOKENS, key, kept.write(), life);
    }

    /**
     * Revokes a token, at once at this node, and at all others as soon as they hear of it.
     *
     * @param id its public id
     * @param by who revokes it
     * @return the token, once its revocation is kept; null when no valid token has that id. Fails with a {@link
     *     dev.rollcall.core.journal.JournalException} when that cannot be kept: after a restart the token may be valid
     *     again
     */
    public CompletionStage<@Nullable KnownToken> revoke(String id, Actor by) {
        Map.Entry<String, Held> found = held.byId(id);
        return found == null ? CompletableFuture.completedStage(null) : revoke(found.getKey(), found.getValue(), by);
    }

    private CompletionStage<@Nullable KnownToken> revoke(String key, Held former, Actor by) {
        long left = former.ends() - timer.ticks();
        KeptToken revoked = former.kept().revoked(cut(by.name()));
        if (!held.end(key, revoked, left)) {
            return CompletableFuture.completedStage(null); // somebody else was faster
        }
        Token token = revoked.token();
        LOG.info("Token {} ({}) was revoked by {}", token.name(), token.id(), revoked.revokedBy());
        elsewhere.tell(new KeptToken.Shared(key, left, revoked));
        AuditEntry entry = audit.revoked(token, timer.millis() + left, by);
        CompletionStage<@Nullable Void> kept = ended(key, with(put(key, revoked, left), entry));
        audit.note(entry);
        return kept.thenApply(written -> held.describe(key, new Held(revoked, former.ends(), former.epoch())));
    }

    /** A token was revoked, here or at another node. */
    private CompletionStage<@Nullable Void> ended(String key, List<Change> changes) {
        CompletionStage<@Nullable Void> kept = journal.write(changes);
        onEnded.accept(key);
        return kept;
    }

    /** Returns all remembered tokens, newest first. */
    public List<KnownToken> list() {
        return held.list();
    }

    /**
     * Returns what is known about a presented token, whether it is valid or not.
     *
     * @param presented what came; null for nothing
     * @return null when it is not a token, is unknown, or when other nodes must be {@linkplain #ask asked} first
     */
    public @Nullable KnownToken find(@Nullable String presented) {
        if (presented == null || !Token.isOne(presented)) {
            return null;
        }
        String key = Token.key(presented);
        Held found = held.find(key);
        if (found == null || held.isForgotten(found) || isUnsure(found)) {
            return null;
        }
        if (found.counts(timer.ticks())) {
            held.use(key);
        }
        return held.describe(key, found);
    }

    private boolean isUnsure(Held found) {
        return held.isUnconfirmed(found) && elsewhere.isAnybody();
    }

    /**
     * Asks other nodes about a token that this one does not know enough about.
     *
     * @return null when there is nothing to ask; otherwise whether everything is now known, so that {@link #find} can
     *     tell. Never fails
     */
    public @Nullable CompletionStage<Boolean> ask(@Nullable String presented) {
        if (presented == null || !Token.isOne(presented) || !elsewhere.isAnybody()) {
            return null;
        }
        String key = Token.key(presented);
        Held found = held.find(key);
        return found == null || isUnsure(found)
                ? elsewhere.ask(key, found == null).thenApply(answers -> take(key, answers))
                : null;
    }

    private boolean take(String key, Answers answers) {
        answers.found().forEach(said -> changed(said, -1));
        Held found = held.find(key);
        boolean sure = answers.whole() || (found != null && found.isRevoked());
        if (sure) {
            held.confirm(key);
        }
        return sure;
    }

    /**
     * Returns what another node is told about a token. That node asks all others, because one may know that it is
     * revoked.
     */
    private KeptToken.@Nullable Shared known(String key) {
        Held found = held.find(key);
        return found == null ? null : new KeptToken.Shared(key, found.ends() - timer.ticks(), found.kept());
    }

    /**
     * Takes in what any node says about a token. A revocation is final, whatever is said later.
     *
     * @param seen the epoch in which it is certain that no node knows more
     */
    private void changed(KeptToken.Shared said, int seen) {
        Held here = held.find(said.key());
        boolean revoked = said.kept().revokedBy() != null;
        if (here == null) {
            adopt(said, seen);
        } else if (revoked && held.end(said.key(), said.kept(), said.leftMillis())) {
            ended(said.key(), List.of(put(said.key(), said.kept(), said.leftMillis())));
        }
    }

    /** Holds and keeps a token that was not known here. */
    private void adopt(KeptToken.Shared said, int seen) {
        makeRoom();
        if (held.add(said, seen)) {
            journal.write(put(said.key(), said.kept(), said.leftMillis()));
        }
    }

    /** The journal that all nodes share may have what this one has missed. */
    private void connected() {
        held.nextEpoch();
        journal.read(Kind.TOKENS, Kind.TOKENS.maxEntries()).thenAccept(entries -> entries.forEach(this::missed));
    }

    private void missed(Entry entry) {
        try {
            changed(shared(entry), -1);
        } catch (IllegalArgumentException e) {
            return; // one that a newer server wrote; it was logged at the start
        }
    }

    private static KeptToken.Shared shared(Entry entry) {
        Duration left = entry.left();
        long millis = left == null ? 0 : left.minus(HeldTokens.REMEMBERED).toMillis();
        return new KeptToken.Shared(entry.key(), millis, KeptToken.read(entry.key(), entry.value()));
    }
}
