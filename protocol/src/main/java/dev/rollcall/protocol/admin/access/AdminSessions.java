// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.http.guard.Lru;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * People who are signed in to the dashboard, and links that sign a person in once. Tokens have 256 random bits; only their
 * SHA-256 is kept, and looked up by it, so that neither memory nor disk nor time tells one. At most 1,000 people: the one who
 * has not been seen longest is signed out for one more. Both outlive the process where the journal does. What was kept ends
 * with the secret that it was given for. Thread-safe; nothing but the constructor waits.
 */
public final class AdminSessions {

    /** How long a link can be used. */
    public static final Duration LINK_LIFETIME = Duration.ofHours(1);

    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_CHARS = 43;

    private final SecureRandom random = new SecureRandom();
    private final Lru<String, Kept> sessions = new Lru<>(MOST);
    private final Journal journal;
    private final AdminSecrets secrets;
    private final Timer timer;
    private final long maxAgeMillis;

    /**
     * Somebody who is signed in.
     *
     * @param grant whose secret it was, and what it allows
     * @param expires when it ends by itself, in milliseconds since the epoch, as the wall clock is now
     */
    public record Session(Grant grant, long expires) {}

    /**
     * The same with its end in ticks: a wall clock that is set signs nobody out, and lets nobody stay longer.
     *
     * @param unchecked the seal of a session that was kept, until its token comes; null once it was compared
     */
    private record Kept(Grant grant, long ends, @Nullable String unchecked) {}

    /**
     * Begins with those who are signed in according to the journal. Waits for it.
     *
     * @param maxAge how long a person stays signed in
     * @param secrets those that are valid now
     * @throws dev.rollcall.core.journal.JournalException when the journal cannot be read
     */
    public AdminSessions(Timer timer, Duration maxAge, Journal journal, AdminSecrets secrets) {
        this.timer = requireNonNull(timer, "timer");
        this.maxAgeMillis = maxAge.toMillis();
        this.journal = journal;
        this.secrets = secrets;
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
        Kept session = new Kept(now == null ? kept.grant() : now, timer.ticks() + millis, kept.seal());
        return () -> sessions.put(entry.key(), session);
    }

    /** How long a person stays signed in. */
    public Duration maxAge() {
        return Duration.ofMillis(maxAgeMillis);
    }

    /** Signs a person in. Returns the token for the cookie: 43 characters of base64url. */
    public String open(Grant grant) {
        String token = newToken();
        sessions.put(digest(token), new Kept(grant, timer.ticks() + maxAgeMillis, null));
        keep(Kind.SESSIONS, token, grant, maxAge());
        return token;
    }

    /** Makes a token that signs one person in, once, within {@link #LINK_LIFETIME}. */
    public String newLink(Grant grant) {
        String token = newToken();
        keep(Kind.LINKS, token, grant, LINK_LIFETIME);
        return token;
    }

    /** Whoever could not be kept is signed in all the same, as long as this process runs; the journal says so in the log. */
    private void keep(Kind kind, String token, Grant grant, Duration life) {
        byte[] value = new GrantJson(grant, secrets.seal(token, grant.name())).write();
        journal.write(Change.put(kind, digest(token), value, life));
    }

    /**
     * Uses a link up.
     *
     * @return what it allows; null when it is unknown, used up or too old. Fails with a {@link
     *     dev.rollcall.core.journal.JournalException} when it cannot be kept that it was used: then it was not
     */
    public CompletionStage<@Nullable Grant> redeem(String link) {
        if (link.length() != TOKEN_CHARS) {
            return CompletableFuture.completedStage(null);
        }
        return journal.take(Kind.LINKS, digest(link)).thenApply(entry -> granted(link, entry));
    }

    private @Nullable Grant granted(String link, @Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        GrantJson kept = GrantJson.read(entry.value());
        return isSealed(kept.seal(), link, kept.grant()) ? kept.grant() : null;
    }

    /** Who presents one of several tokens; null when nobody is signed in with any. */
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
        if (token.length() != TOKEN_CHARS) {
            return null;
        }
        String key = digest(token);
        Kept found = sessions.find(key);
        if (found == null) {
            return null;
        }
        if (isOver(found) || !isGenuine(found, token)) {
            sessions.remove(key);
            journal.write(Change.remove(Kind.SESSIONS, key));
            return null;
        }
        if (found.unchecked() != null) {
            sessions.put(key, new Kept(found.grant(), found.ends(), null));
        }
        return new Session(found.grant(), timer.millis() + found.ends() - timer.ticks());
    }

    private boolean isGenuine(Kept session, String token) {
        String seal = session.unchecked();
        return seal == null || isSealed(seal, token, session.grant());
    }

    private boolean isSealed(String seal, String token, Grant grant) {
        return seal.equals(secrets.seal(token, grant.name()));
    }

    /**
     * Signs a person out, at once.
     *
     * @return whether somebody was signed in with this token, when it is kept that they no longer are; fails with a {@link
     *     dev.rollcall.core.journal.JournalException} when that cannot be kept: after a restart they may be signed in again
     */
    public CompletionStage<Boolean> close(String token) {
        if (token.length() != TOKEN_CHARS || sessions.take(digest(token)) == null) {
            return CompletableFuture.completedStage(false);
        }
        return journal.write(Change.remove(Kind.SESSIONS, digest(token))).thenApply(kept -> true);
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private boolean isOver(Kept session) {
        return session.ends() <= timer.ticks();
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(Credentials.sha256(token));
    }
}
