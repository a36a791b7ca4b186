// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.SessionsElsewhere.Answers;
import dev.rollcall.protocol.http.guard.Lru;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * People who are signed in to the dashboard, and links that sign a person in once. Tokens have 256 random bits; only
 * their SHA-256 is kept and used for look-up, so that neither memory nor disk nor timing reveals one. At most 1,000
 * people are signed in: for one more, the person not seen for longest is signed out. Both outlive the process if the
 * journal does. What was kept ends with the secret that it was given for. In a cluster, signing in at one node signs a
 * person in at all of them, and signing out signs them out at all of them. Thread-safe; nothing but the constructor
 * waits.
 */
public final class AdminSessions {

    private static final int MOST = 1_000;

    /** How many tokens of one request are looked at: there is one, unless somebody else has set such a cookie too. */
    private static final int MOST_TOKENS = 3;

    private final Lru<String, Kept> sessions = new Lru<>(MOST);
    private final Journal journal;
    private final AdminSecrets secrets;
    private final SessionsElsewhere elsewhere;
    private final SignInLinks links;
    private final Lru<String, Boolean> ended = new Lru<>(MOST);
    private final Timer timer;
    private final long maxAgeMillis;
    /* Counts how often the other nodes have become reachable. */
    private final AtomicInteger epoch = new AtomicInteger();
    private volatile Consumer<String> onEnded = key -> {};

    /**
     * Somebody who is signed in.
     *
     * @param grant whose secret it was, and what it allows
     * @param expires when it ends by itself, in milliseconds since the epoch, as the wall clock is now
     */
    public record Session(Grant grant, long expires) {}

    /**
     * A session with its end in ticks: setting the wall clock neither signs anybody out nor lets anybody stay longer.
     *
     * @param unchecked the seal of a session that was kept, until its token is presented; null once they were compared
     * @param epoch when it was last confirmed: after the other nodes were unreachable, they are asked again
     */
    private record Kept(Grant grant, long ends, @Nullable String unchecked, int epoch) {}

    /**
     * Begins with those who are signed in according to the journal. Waits for it.
     *
     * @param maxAge how long a person stays signed in
     * @param secrets the secrets that are valid now
     * @param cluster the other nodes
     * @throws dev.rollcall.core.journal.JournalException when the journal cannot be read
     */
    public AdminSessions(Timer timer, Duration maxAge, Journal journal, AdminSecrets secrets, Cluster cluster) {
        this.timer = requireNonNull(timer, "timer");
        this.maxAgeMillis = maxAge.toMillis();
        this.journal = journal;
        this.secrets = secrets;
        this.elsewhere = new SessionsElsewhere(cluster, timer);
        this.links = new SignInLinks(journal, secrets, elsewhere);
        elsewhere.serve(this::known, links::take);
        elsewhere.onSignedOut(this::end);
        cluster.onConnected(epoch::incrementAndGet);
        List<Runnable> newestFirst = Journals.load(journal, Kind.SESSIONS, this::restoring);
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            newestFirst.get(i).run();
        }
    }

    private Runnable restoring(Entry entry) {
        GrantJson kept = GrantJson.read(entry.value());
        Grant now = secrets.grant(kept.grant().name());
        Duration left = entry.left();
        long millis = left == null ? maxAgeMillis : Math.min(left.toMillis(), maxAgeMillis);
        Kept session = new Kept(now == null ? kept.grant() : now, timer.ticks() + millis, kept.seal(), -1);
        return () -> sessions.put(entry.key(), session);
    }

    /** How long a person stays signed in. */
    public Duration maxAge() {
        return Duration.ofMillis(maxAgeMillis);
    }

    /** Signs a person in. Returns the token for the cookie: 43 characters of base64url. */
    public String open(Grant grant) {
        String token = Tokens.make();
        String key = Tokens.digest(token);
        sessions.put(key, new Kept(grant, timer.ticks() + maxAgeMillis, null, epoch.get()));
        // A person whose session could not be kept is signed in all the same while this process runs; the journal logs
        // it.
        byte[] value = new GrantJson(grant, secrets.seal(token, grant.name())).write();
        journal.write(Change.put(Kind.SESSIONS, key, value, maxAge()));
        return token;
    }

    /** See {@link SignInLinks#make}. */
    public String newLink(Grant grant) {
        return links.make(grant);
    }

    /** See {@link SignInLinks#redeem}. */
    public CompletionStage<@Nullable Grant> redeem(String link) {
        return links.redeem(link);
    }

    /** Returns what another node is told about a session. */
    private CompletionStage<@Nullable SharedGrant> known(String key) {
        return ended.find(key) == null
                ? journal.get(Kind.SESSIONS, key).thenApply(SharedGrant::of)
                : CompletableFuture.completedStage(SharedGrant.ENDED);
    }

    /**
     * Asks other nodes about tokens that this one does not know enough about.
     *
     * @return null when there is nothing to ask; otherwise whether everything is now known, so that {@link #find} can
     *     tell. Never fails
     */
    public @Nullable CompletionStage<Boolean> ask(List<String> tokens) {
        if (!elsewhere.isAnybody() || find(tokens) != null) {
            return null;
        }
        CompletionStage<Boolean> all = null;
        for (String token :
                tokens.stream().filter(this::isUnsure).limit(MOST_TOKENS).toList()) {
            CompletionStage<Boolean> one =
                    elsewhere.session(Tokens.digest(token)).thenApply(answers -> take(token, answers));
            all = all == null ? one : all.thenCombine(one, Boolean::logicalAnd);
        }
        return all;
    }

    private boolean isUnsure(String token) {
        if (!Tokens.isOne(token)) {
            return false;
        }
        String key = Tokens.digest(token);
        Kept kept = sessions.find(key);
        return ended.find(key) == null && (kept == null || !isSure(kept));
    }

    private boolean isSure(Kept kept) {
        return kept.epoch() == epoch.get() || !elsewhere.isAnybody();
    }

    /** Takes in what the others said. Returns whether the presenter of the token is now known. */
    private boolean take(String token, Answers answers) {
        String key = Tokens.digest(token);
        Kept here = sessions.find(key);
        if (answers.found().stream().anyMatch(known -> known.kept() == null)) {
            end(key);
        } else if (here != null) {
            sessions.put(key, new Kept(here.grant(), here.ends(), here.unchecked(), epoch.get()));
        } else {
            answers.found().stream()
                    .filter(known -> known.isGenuine(token, secrets))
                    .findFirst()
                    .ifPresent(known -> adopt(key, known));
        }
        return answers.whole() || !answers.found().isEmpty();
    }

    private void adopt(String key, SharedGrant known) {
        GrantJson kept = Objects.requireNonNull(known.kept());
        long millis = Math.min(known.leftMillis(), maxAgeMillis);
        if (millis > 0) {
            sessions.put(key, new Kept(kept.grant(), timer.ticks() + millis, null, epoch.get()));
            journal.write(Change.put(Kind.SESSIONS, key, kept.write(), Duration.ofMillis(millis)));
        }
    }

    /**
     * A session has ended, here or at another node. Reported once, although this node hears its own sign-outs again.
     */
    private void end(String key) {
        boolean first = ended.put(key, true) == null;
        if (sessions.take(key) != null) {
            journal.write(Change.remove(Kind.SESSIONS, key));
        }
        if (first) {
            onEnded.accept(key);
        }
    }

    /** Sets what is called when a person has signed out, here or at another node, with the SHA-256 of the token. */
    public void onEnded(Consumer<String> action) {
        onEnded = action;
    }

    /** Returns who presents one of several tokens; null when nobody is signed in with any of them. */
    public @Nullable Session find(List<String> tokens) {
        for (String token : tokens) {
            Session found = find(token);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Session find(String token) {
        if (!Tokens.isOne(token)) {
            return null;
        }
        String key = Tokens.digest(token);
        Kept found = sessions.find(key);
        if (found == null || !isSure(found)) {
            return null;
        }
        if (isOver(found) || !isGenuine(found, token)) {
            sessions.remove(key);
            journal.write(Change.remove(Kind.SESSIONS, key));
            return null;
        }
        if (found.unchecked() != null) {
            sessions.put(key, new Kept(found.grant(), found.ends(), null, found.epoch()));
        }
        return new Session(found.grant(), timer.millis() + found.ends() - timer.ticks());
    }

    private boolean isGenuine(Kept session, String token) {
        String seal = session.unchecked();
        return seal == null || new GrantJson(session.grant(), seal).isGenuine(token, secrets);
    }

    /**
     * Signs a person out, at once.
     *
     * @return whether somebody was signed in with this token, once the sign-out is kept; fails with a {@link
     *     dev.rollcall.core.journal.JournalException} when it cannot be kept: after a restart they may be signed in
     *     again
     */
    public CompletionStage<Boolean> close(String token) {
        String key = Tokens.digest(token);
        if (!Tokens.isOne(token) || sessions.take(key) == null) {
            return CompletableFuture.completedStage(false);
        }
        elsewhere.signOut(key);
        CompletionStage<Boolean> kept =
                journal.write(Change.remove(Kind.SESSIONS, key)).thenApply(removed -> true);
        end(key);
        return kept;
    }

    private boolean isOver(Kept session) {
        return session.ends() <= timer.ticks();
    }
}
