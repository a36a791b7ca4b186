// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.http.guard.Lru;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People who are signed in to the dashboard, and links that sign a person in once. Tokens have 256 random bits; only their
 * SHA-256 is kept, and looked up by it, so that neither memory nor time tells one. At most 1,000 people: the one who has
 * not been seen longest is signed out for one more. In memory only: a restart signs everybody out. Thread-safe.
 */
public final class AdminSessions {

    /** How long a link can be used. */
    public static final Duration LINK_LIFETIME = Duration.ofHours(1);

    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_CHARS = 43;

    private final SecureRandom random = new SecureRandom();
    private final Lru<String, Kept> sessions = new Lru<>(MOST);
    private final Lru<String, Kept> links = new Lru<>(MOST);
    private final Timer timer;
    private final long maxAgeMillis;

    /**
     * Somebody who is signed in.
     *
     * @param grant whose secret it was, and what it allows
     * @param expires when it ends by itself, in milliseconds since the epoch, as the wall clock is now
     */
    public record Session(Grant grant, long expires) {}

    /** The same with its end in ticks: a wall clock that is set signs nobody out, and lets nobody stay longer. */
    private record Kept(Grant grant, long ends) {}

    /**
     * Nobody is signed in yet.
     *
     * @param maxAge how long a person stays signed in
     */
    public AdminSessions(Timer timer, Duration maxAge) {
        this.timer = requireNonNull(timer, "timer");
        this.maxAgeMillis = maxAge.toMillis();
    }

    /** How long a person stays signed in. */
    public Duration maxAge() {
        return Duration.ofMillis(maxAgeMillis);
    }

    /** Signs a person in. Returns the token for the cookie: 43 characters of base64url. */
    public String open(Grant grant) {
        return keep(sessions, grant, maxAgeMillis);
    }

    /** Makes a token that signs one person in, once, within {@link #LINK_LIFETIME}. */
    public String newLink(Grant grant) {
        return keep(links, grant, LINK_LIFETIME.toMillis());
    }

    /** What a link allows; null when it is unknown, used up or too old. It is used up now. */
    public @Nullable Grant redeem(String link) {
        if (link.length() != TOKEN_CHARS) {
            return null;
        }
        Kept found = links.take(digest(link));
        return found == null || isOver(found) ? null : found.grant();
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
        if (isOver(found)) {
            sessions.remove(key);
            return null;
        }
        return new Session(found.grant(), timer.millis() + found.ends() - timer.ticks());
    }

    /** Signs a person out. Returns whether somebody was signed in with this token. */
    public boolean close(String token) {
        return token.length() == TOKEN_CHARS && sessions.take(digest(token)) != null;
    }

    private String keep(Lru<String, Kept> where, Grant grant, long lifetimeMillis) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        where.put(digest(token), new Kept(grant, timer.ticks() + lifetimeMillis));
        return token;
    }

    private boolean isOver(Kept session) {
        return session.ends() <= timer.ticks();
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(Credentials.sha256(token));
    }
}
