// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.Credentials;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.http.guard.Lru;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows stats to whose sealed session cookie of nuxt-auth-utils (h3's sessions, iron {@code Fe26.2}) holds a required
 * field in its data. The permission ends when the session does.
 *
 * <p>As h3 does, it reads the header {@code x-<cookie name>-session} first, then the cookie, also one that h3 2 has split
 * into chunks; and it allows the clocks to differ by 60 seconds. May compute for about 25 ms at 8,192 iterations: not to be
 * called on an event loop. Thread-safe.
 */
public final class IronSessionAuthorizer implements StatsAuthorizer {

    /*
     * Design: what costs a stranger nothing must cost us little. Form, length, password id and expiry are checked before
     * any key is derived. What came of a seal is remembered under its SHA-256 (no secret and nothing of the session is
     * kept), the good and the bad apart, so that garbage cannot drive out people who are let in. Where 8,192 iterations
     * are on, failures are bounded per address, and in all to about a quarter of one core.
     */
    private static final long SKEW_MILLIS = 60_000;
    private static final int GOOD_REMEMBERED = 1_000;
    private static final int BAD_REMEMBERED = 10_000;
    private static final int FAILURES_IN_A_ROW = 100;
    private static final double FAILURES_PER_SECOND = 20;

    private final Timer timer;
    private final SessionCookie cookie;
    private final Map<String, String> passwords;
    private final Iterations iterations;
    private final RequiredClaim field;
    private final @Nullable Duration maxAge;
    private final Lru<String, Outcome> good = new Lru<>(GOOD_REMEMBERED);
    private final Lru<String, Boolean> bad = new Lru<>(BAD_REMEMBERED);
    private final FailureThrottle perAddress;
    private final TokenBucket inAll = new TokenBucket(FAILURES_IN_A_ROW, FAILURES_PER_SECOND);

    private IronSessionAuthorizer(Builder settings) {
        this.timer = settings.timer;
        this.cookie = new SessionCookie(settings.cookieName);
        this.passwords = Map.copyOf(settings.passwords);
        this.iterations = settings.iterations;
        this.field = settings.field();
        this.maxAge = settings.maxAge;
        this.perAddress = new FailureThrottle(timer);
    }

    /** Starts the settings of one. */
    public static Builder builder(Timer timer) {
        return new Builder(timer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        String sealed = cookie.sealed(request);
        Decision decision = sealed == null ? Decision.denied() : decide(sealed, request.remoteAddress());
        return CompletableFuture.completedStage(decision);
    }

    private Decision decide(String sealed, @Nullable String address) {
        IronSeal seal = IronSeal.parse(sealed);
        if (seal == null || expired(seal)) {
            return Decision.denied();
        }
        String digest = HexFormat.of().formatHex(Credentials.sha256(sealed));
        Outcome outcome = good.find(digest);
        if (outcome == null && bad.find(digest) == null) {
            outcome = open(seal, digest, FailureThrottle.key(address));
        }
        return outcome == null ? Decision.denied() : outcome.at(timer.millis());
    }

    private boolean expired(IronSeal seal) {
        return seal.expiryMillis() != IronSeal.NEVER && seal.expiryMillis() <= timer.millis() - SKEW_MILLIS;
    }

    private @Nullable Outcome open(IronSeal seal, String digest, String address) {
        String id = seal.passwordId().isEmpty() ? Builder.DEFAULT_ID : seal.passwordId();
        String password = passwords.get(id);
        if (password == null) {
            return null;
        }
        for (int rounds : iterations.rounds()) {
            if (rounds > 1 && throttled(address)) {
                return null;
            }
            byte[] payload = seal.open(password, rounds);
            if (payload != null) {
                return remembered(digest, judge(seal, payload));
            }
        }
        perAddress.failed(address);
        inAll.take(timer.millis());
        return remembered(digest, null);
    }

    private boolean throttled(String address) {
        return perAddress.retryAfterMillis(address) > 0 || inAll.waitMillis(timer.millis()) > 0;
    }

    private @Nullable Outcome remembered(String digest, @Nullable Outcome outcome) {
        if (outcome == null) {
            bad.put(digest, true);
        } else {
            good.put(digest, outcome);
        }
        return outcome;
    }

    /** What an authentic session is worth; null when it does not hold the required field. */
    private @Nullable Outcome judge(IronSeal seal, byte[] payload) {
        try {
            Map<String, Object> session = JSONObjectUtils.parse(new String(payload, UTF_8));
            boolean fits = session.get("data") instanceof Map<?, ?> data && field.matches(data);
            long seals = seal.expiryMillis() == IronSeal.NEVER ? Outcome.NO_END : seal.expiryMillis() + SKEW_MILLIS;
            return fits ? new Outcome(Math.min(seals, endByAge(session.get("createdAt")))) : null;
        } catch (ParseException e) {
            return null;
        }
    }

    /** The seal's own expiry is not enough: h3 seals again on every update, and counts the age from the creation. */
    private long endByAge(@Nullable Object createdAt) {
        if (maxAge == null) {
            return Outcome.NO_END;
        }
        return createdAt instanceof Number created ? created.longValue() + maxAge.toMillis() : 0;
    }

    /** Until when a session lets its owner in, in milliseconds since the epoch. */
    private record Outcome(long untilMillis) {

        static final long NO_END = Long.MAX_VALUE;

        Decision at(long now) {
            if (now >= untilMillis) {
                return Decision.denied();
            }
            return untilMillis == NO_END
                    ? Decision.granted()
                    : Decision.grantedUntil(Instant.ofEpochMilli(untilMillis));
        }
    }

    /** How many iterations of PBKDF2 the sealing side uses. */
    public enum Iterations {
        /** 1: h3 version 1, which is what nuxt-auth-utils 0.5 brings. The default. */
        ONE,
        /** 8,192: h3 version 2. */
        MANY,
        /** Either, as h3 version 2 reads: for the time of a move from one to the other. */
        BOTH;

        /**
         * From the text in a setting: {@code 1}, {@code 8192} or {@code both}.
         *
         * @throws IllegalArgumentException when it is none of these
         */
        public static Iterations parse(String text) {
            return switch (text) {
                case "1" -> ONE;
                case "8192" -> MANY;
                case "both" -> BOTH;
                default -> throw new IllegalArgumentException("iterations: " + text + " (expected: 1, 8192 or both)");
            };
        }

        /** What is tried, the cheap first. */
        private List<Integer> rounds() {
            return switch (this) {
                case ONE -> List.of(1);
                case MANY -> List.of(8192);
                case BOTH -> List.of(1, 8192);
            };
        }
    }

    /** The settings. Not thread-safe, and not to be used again after {@link #build}. */
    public static final class Builder {

        private static final String DEFAULT_ID = "default";
        private static final int MIN_PASSWORD_CHARS = 32;
        private static final Pattern ID = Pattern.compile("\\w{1,64}");
        private static final Pattern COOKIE_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

        private final Timer timer;
        private final Map<String, String> passwords = new HashMap<>();
        private String cookieName = "nuxt-session";
        private Iterations iterations = Iterations.ONE;
        private @Nullable RequiredClaim field;
        private @Nullable Duration maxAge;

        private Builder(Timer timer) {
            this.timer = requireNonNull(timer, "timer");
        }

        /** The password of seals that name none, as h3 makes them: the value of {@code NUXT_SESSION_PASSWORD}. */
        public Builder password(String password) {
            return password(DEFAULT_ID, password);
        }

        /**
         * The password of seals with this id. Needed only where passwords are rotated by id.
         *
         * @param id 1 to 64 letters, digits or underscores
         * @param password at least 32 characters
         */
        public Builder password(String id, String password) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("password id: " + id + " (expected: 1 to 64 of A-Z a-z 0-9 _)");
            }
            if (password.length() < MIN_PASSWORD_CHARS) {
                throw new IllegalArgumentException(
                        "password " + id + ": " + password.length() + " characters (expected: at" + " least "
                                + MIN_PASSWORD_CHARS + ", the same as the site's NUXT_SESSION_PASSWORD)");
            }
            passwords.put(id, password);
            return this;
        }

        /** What the session's data must hold, {@code user.role=admin} say. Required. */
        public Builder requiredField(RequiredClaim required) {
            this.field = requireNonNull(required, "required");
            return this;
        }

        /** The cookie's name. Default {@code nuxt-session}. */
        public Builder cookieName(String name) {
            if (!COOKIE_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("cookieName: " + name + " (expected: a cookie name, RFC 6265)");
            }
            this.cookieName = name;
            return this;
        }

        /** How the site's h3 derives keys. Default {@link Iterations#ONE}. */
        public Builder iterations(Iterations used) {
            this.iterations = requireNonNull(used, "used");
            return this;
        }

        /** The site's {@code session.maxAge}: a session ends that long after its creation. Default: it does not. */
        public Builder maxAge(Duration age) {
            if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(Duration.ofDays(36_500)) > 0) {
                throw new IllegalArgumentException("maxAge: " + age + " (expected: 1 second to 100 years)");
            }
            this.maxAge = age;
            return this;
        }

        /**
         * Makes the authorizer.
         *
         * @throws IllegalArgumentException when the password or the required field is missing
         */
        public IronSessionAuthorizer build() {
            if (passwords.isEmpty()) {
                throw new IllegalArgumentException("password: none (expected: the site's NUXT_SESSION_PASSWORD)");
            }
            return new IronSessionAuthorizer(this);
        }

        private RequiredClaim field() {
            if (field == null) {
                throw new IllegalArgumentException("requiredField: none (expected: what only admins have,"
                        + " for example user.role=admin; without it every visitor with a session would see stats)");
            }
            return field;
        }
    }
}
