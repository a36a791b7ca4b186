// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.setting.WeakSecrets;
import dev.rollcall.core.telemetry.Refusal;
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
 * An authorizer that allows stats for requests with a sealed session of nuxt-auth-utils whose data holds a required field.
 * The permission ends when the session does. Thread-safe. At 8,192 iterations a call may compute for about 25 ms, so it must
 * not run on an event loop.
 *
 * <p>Accepts seals of the format {@code Fe26.2} with h3's default algorithms (AES-256-CBC, HMAC-SHA256, PBKDF2-HMAC-SHA1),
 * at most 8,192 characters. Like h3, it reads the header {@code x-<cookie name>-session} first and then the cookie, whole or
 * in the chunks of h3 version 2, and tolerates a clock difference of 60 seconds.
 */
public final class IronSessionAuthorizer implements StatsAuthorizer {

    /*
     * Design: a request that costs a stranger nothing must cost us little. Form, length, password id and expiry are checked
     * before any key is derived. The outcome for a seal is remembered under its SHA-256, so that no secret and no part of
     * the session is kept. Good and bad seals are remembered apart, so that garbage cannot displace valid sessions. At 8,192
     * iterations failures are limited per address, and in total to about a quarter of one core.
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
    private final Lru<String, Refusal> bad = new Lru<>(BAD_REMEMBERED);
    private final FailureThrottle perAddress;
    private final TokenBucket total = new TokenBucket(FAILURES_IN_A_ROW, FAILURES_PER_SECOND);

    private IronSessionAuthorizer(Builder settings) {
        this.timer = settings.timer;
        this.cookie = new SessionCookie(settings.cookieName);
        this.passwords = Map.copyOf(settings.passwords);
        this.iterations = settings.iterations;
        this.field = settings.field();
        this.maxAge = settings.maxAge;
        this.perAddress = new FailureThrottle(timer);
    }

    /**
     * Starts the settings of an authorizer.
     *
     * @param timer the clock that sessions are checked against
     */
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
            return Decision.denied(Refusal.SEAL);
        }
        String digest = HexFormat.of().formatHex(Credentials.sha256(sealed));
        Outcome outcome = good.find(digest);
        if (outcome != null) {
            return outcome.at(timer.millis());
        }
        Refusal refusal = bad.find(digest);
        return refusal == null ? open(seal, digest, address) : Decision.denied(refusal);
    }

    private boolean expired(IronSeal seal) {
        return seal.expiryMillis() != IronSeal.NEVER && seal.expiryMillis() <= timer.millis() - SKEW_MILLIS;
    }

    private Decision open(IronSeal seal, String digest, @Nullable String address) {
        String id = seal.passwordId().isEmpty() ? Builder.DEFAULT_ID : seal.passwordId();
        String password = passwords.get(id);
        if (password == null) {
            return Decision.denied(Refusal.SEAL);
        }
        for (int rounds : iterations.rounds()) {
            if (rounds > 1 && throttled(address)) {
                return Decision.denied(Refusal.SEAL_BUSY);
            }
            byte[] payload = seal.open(password, rounds);
            if (payload != null) {
                return remembered(digest, judge(seal, payload));
            }
        }
        perAddress.failed(address);
        total.take(timer.ticks());
        return remembered(digest, Refusal.SEAL);
    }

    private boolean throttled(@Nullable String address) {
        return perAddress.waitMillis(address) > 0 || total.waitMillis(timer.ticks()) > 0;
    }

    private Decision remembered(String digest, @Nullable Outcome outcome) {
        if (outcome == null) {
            return remembered(digest, Refusal.SEAL_RIGHT);
        }
        good.put(digest, outcome);
        return outcome.at(timer.millis());
    }

    private Decision remembered(String digest, Refusal refusal) {
        bad.put(digest, refusal);
        return Decision.denied(refusal);
    }

    /** Returns the outcome for an authentic session; null if it does not hold the required field. */
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

    /** The seal's own expiry is not enough: h3 seals a session again on every update, but its age counts from creation. */
    private long endByAge(@Nullable Object createdAt) {
        if (maxAge == null) {
            return Outcome.NO_END;
        }
        return createdAt instanceof Number created ? created.longValue() + maxAge.toMillis() : 0;
    }

    /** The end of a session's permission, in milliseconds since the epoch. */
    private record Outcome(long untilMillis) {

        static final long NO_END = Long.MAX_VALUE;

        Decision at(long now) {
            if (now >= untilMillis) {
                return Decision.denied(Refusal.SEAL);
            }
            return untilMillis == NO_END
                    ? Decision.granted()
                    : Decision.grantedUntil(Instant.ofEpochMilli(untilMillis));
        }
    }

    /** The number of PBKDF2 iterations with which the site seals sessions. */
    public enum Iterations {
        /** 1, as in h3 version 1, which nuxt-auth-utils 0.5 uses. The default. */
        ONE,
        /** 8,192, as in h3 version 2. */
        MANY,
        /** Either, as h3 version 2 reads: for a site that is moving from version 1 to version 2. */
        BOTH;

        /**
         * Reads the text of a setting.
         *
         * @param text {@code 1}, {@code 8192} or {@code both}
         * @throws IllegalArgumentException if it is none of these
         */
        public static Iterations parse(String text) {
            return switch (text) {
                case "1" -> ONE;
                case "8192" -> MANY;
                case "both" -> BOTH;
                default -> throw new IllegalArgumentException("iterations: " + text + " (expected: 1, 8192 or both)");
            };
        }

        /** Returns the numbers to try, the cheapest first. */
        private List<Integer> rounds() {
            return switch (this) {
                case ONE -> List.of(1);
                case MANY -> List.of(8192);
                case BOTH -> List.of(1, 8192);
            };
        }
    }

    /** The settings of an {@link IronSessionAuthorizer}. Not thread-safe; must not be used after {@link #build}. */
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

        /**
         * Sets the password of seals that name none, as h3's seals do: the value of {@code NUXT_SESSION_PASSWORD}.
         *
         * @param password at least 32 characters
         * @throws IllegalArgumentException if it is too short; the message does not contain it
         */
        public Builder password(String password) {
            return password(DEFAULT_ID, password);
        }

        /**
         * Adds the password of seals with this id. Only sites that rotate passwords by id need it.
         *
         * @param id 1 to 64 letters, digits or underscores
         * @param password at least 32 characters
         * @throws IllegalArgumentException if one of them does not fit; the message does not contain the password
         */
        public Builder password(String id, String password) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("password id: " + id + " (expected: 1 to 64 of A-Z a-z 0-9 _)");
            }
            if (password.length() < MIN_PASSWORD_CHARS) {
                throw new IllegalArgumentException(
                        "password " + id + ": " + password.length() + " characters (expected: at least "
                                + MIN_PASSWORD_CHARS + ", the same as the site's NUXT_SESSION_PASSWORD)");
            }
            WeakSecrets.refuse(password);
            passwords.put(id, password);
            return this;
        }

        /** Sets the field that the session's data must hold, such as {@code user.role=admin}. Required. */
        public Builder requiredField(RequiredClaim required) {
            this.field = requireNonNull(required, "required");
            return this;
        }

        /**
         * Sets the name of the session cookie. Default: {@code nuxt-session}.
         *
         * @param name 1 to 128 characters that a cookie's name may have (RFC 6265, section 4.1.1)
         * @throws IllegalArgumentException if it is no such name
         */
        public Builder cookieName(String name) {
            if (!COOKIE_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("cookieName: " + name + " (expected: a cookie name, RFC 6265)");
            }
            this.cookieName = name;
            return this;
        }

        /** Sets how the site derives keys. Default: {@link Iterations#ONE}. */
        public Builder iterations(Iterations used) {
            this.iterations = requireNonNull(used, "used");
            return this;
        }

        /**
         * Sets the site's {@code session.maxAge}: the time after its creation when a session ends. Default: only the seal's
         * own expiry ends a session.
         *
         * @param age 1 second to 36,500 days
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxAge(Duration age) {
            if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(Duration.ofDays(36_500)) > 0) {
                throw new IllegalArgumentException("maxAge: " + age + " (expected: 1 second to 36500 days)");
            }
            this.maxAge = age;
            return this;
        }

        /**
         * Makes the authorizer.
         *
         * @throws IllegalArgumentException if the password or the required field is missing
         */
        public IronSessionAuthorizer build() {
            if (passwords.isEmpty()) {
                throw new IllegalArgumentException("password: none (expected: the site's NUXT_SESSION_PASSWORD)");
            }
            return new IronSessionAuthorizer(this);
        }

        private RequiredClaim field() {
            if (field == null) {
                throw new IllegalArgumentException(
                        "requiredField: none (expected: a field that only admins"
                                + " have, for example user.role=admin; without one, every visitor with a session would see stats)");
            }
            return field;
        }
    }
}
