// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.setting.WeakSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that open the admin endpoints, each with a name and what it may do. Only their SHA-256 digests are kept.
 * A presented secret is compared with every one of them in constant time, so that the answer's time tells nothing.
 * Immutable and thread-safe.
 */
public final class AdminSecrets {

    /** What a secret may do. Checked for each request, never once for a whole connection. */
    public enum Scope {
        /** Read stats and connections, including live stats. */
        READ,
        /** Announce versions, remind tabs of them, send tabs messages: nothing that makes a tab reload. */
        ANNOUNCE,
        /** Make tabs reload. Releases that force tabs to need {@link #ANNOUNCE} too. */
        RELOAD,
        /** Make and revoke tokens. */
        ADMIN;

        /** Returns the name used in JSON: in lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Who presented a secret, by its configured name, and what it allows.
     *
     * @param name the secret's name, fit for a log
     * @param scopes what it may do
     */
    public record Grant(String name, Set<Scope> scopes) {

        /** Copies the scopes. */
        public Grant {
            scopes = Set.copyOf(scopes);
        }

        /** Whether this may be done. */
        public boolean allows(Scope scope) {
            return scopes.contains(scope);
        }
    }

    private static final String MAC = "HmacSHA256";
    private static final String HASH_PREFIX = "sha256:";
    private static final int MIN_CHARS = 8;
    private static final int MAX_CHARS = 1024;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern SECRET = Pattern.compile("[!-~]|[!-~][ -~]*[!-~]");
    private static final AdminSecrets NONE = new AdminSecrets(List.of());

    private final List<Entry> entries;

    private AdminSecrets(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** No secret at all: nobody gets in. */
    public static AdminSecrets none() {
        return NONE;
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there is any secret. Without one, the admin endpoints answer 503. */
    public boolean configured() {
        return !entries.isEmpty();
    }

    /**
     * Finds the secret that was presented.
     *
     * @param presented the bare secret as it came; null when none came
     * @return the name and scopes of the secret; null when it is not one of ours
     */
    public @Nullable Grant match(@Nullable String presented) {
        if (presented == null || presented.length() > MAX_CHARS) {
            return null;
        }
        byte[] digest = Credentials.sha256(presented);
        Grant found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.digest, digest)) {
                found = entry.grant;
            }
        }
        return found;
    }

    /** Returns what the secret with a name allows now; null when there is no such secret. */
    @Nullable
    Grant grant(String name) {
        return entries.stream()
                .map(Entry::grant)
                .filter(grant -> grant.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns a value that only a holder of the token can compute, and that changes with the secret that the token was
     * given for: so withdrawing a secret ends its sessions, even those kept over a restart.
     *
     * @param token random, so that the result reveals nothing about the secret to anybody without the token
     * @param name the name of the secret; when there is no such secret, all secrets count
     * @return an HMAC-SHA256 (RFC 2104) in hexadecimal digits
     */
    String seal(String token, String name) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), MAC));
            boolean one = grant(name) != null;
            entries.stream()
                    .filter(entry -> !one || entry.grant.name().equals(name))
                    .forEach(entry -> mac.update(entry.digest));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + MAC, e);
        }
    }

    /**
     * Returns the bare secret in the value of an {@code Authorization} header: {@code Bearer x}, with the scheme in any
     * case, or {@code x} alone as 1.x clients send it. A header with another scheme ({@code Basic}, say) is not meant
     * for us.
     *
     * @param authorizationHeaderValue the header's value; null when there is no such header
     * @return the secret; null when there is none, or when the value is longer than 8,192 characters
     */
    public static @Nullable String presented(@Nullable String authorizationHeaderValue) {
        return Credentials.bearerOrBare(authorizationHeaderValue);
    }

    /** Shows only the names. */
    @Override
    public String toString() {
        return "AdminSecrets"
                + entries.stream().map(entry -> entry.grant.name()).toList();
    }

    /** Collects secrets. Not thread-safe. */
    public static final class Builder {

        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /** Adds a secret that may do everything, including scopes added later. */
        public Builder admin(String name, String secretOrHash) {
            return add(name, secretOrHash, EnumSet.allOf(Scope.class));
        }

        /** Adds a secret for a build pipeline: reads stats, announces versions and makes tabs reload. */
        public Builder ci(String name, String secretOrHash) {
            return add(name, secretOrHash, EnumSet.of(Scope.READ, Scope.ANNOUNCE, Scope.RELOAD));
        }

        /** Adds a secret that only reads. */
        public Builder read(String name, String secretOrHash) {
            return add(name, secretOrHash, EnumSet.of(Scope.READ));
        }

        /**
         * Adds a secret.
         *
         * @param name what logs call it: 1 to 64 letters, digits or {@code _ . -}; each name once
         * @param secretOrHash the secret as plain text, 8 to 1,024 printable ASCII characters, nothing that {@link
         *     WeakSecrets} refuses; or {@code sha256:} and the 64 hex digits of its SHA-256
         * @param scopes what it may do; at least one scope
         * @throws IllegalArgumentException when one of these does not fit; the message never holds the secret
         */
        public Builder add(String name, String secretOrHash, Set<Scope> scopes) {
            requireNonNull(secretOrHash, "secretOrHash");
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("name: " + name + " (expected: 1 to 64 of A-Z a-z 0-9 _ . -)");
            }
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException(
                        name + ": no scopes (expected: at least one of " + EnumSet.allOf(Scope.class) + ")");
            }
            Entry entry = new Entry(digest(name, secretOrHash), new Grant(name, scopes));
            refuseTwins(entry);
            entries.add(entry);
            return this;
        }

        /** The secrets collected so far. */
        public AdminSecrets build() {
            return entries.isEmpty() ? NONE : new AdminSecrets(entries);
        }

        private void refuseTwins(Entry added) {
            for (Entry entry : entries) {
                if (entry.grant.name().equals(added.grant.name())) {
                    throw new IllegalArgumentException(added.grant.name() + ": given twice (expected: each name once)");
                }
                if (MessageDigest.isEqual(entry.digest, added.digest)) {
                    throw new IllegalArgumentException(added.grant.name() + ": same secret as " + entry.grant.name()
                            + " (expected: a secret of its own, so that each can be withdrawn alone)");
                }
            }
        }

        private static byte[] digest(String name, String secretOrHash) {
            if (!secretOrHash.startsWith(HASH_PREFIX)) {
                return Credentials.sha256(checkedPlain(name, secretOrHash));
            }
            String hex = secretOrHash.substring(HASH_PREFIX.length());
            if (!HASH.matcher(hex).matches()) {
                throw new IllegalArgumentException(name + ": sha256: with " + hex.length() + " characters"
                        + " (expected: 64 hex digits, as printf %s \"$SECRET\" | sha256sum prints them)");
            }
            byte[] digest = HexFormat.of().parseHex(hex);
            if (WeakSecrets.wellKnown().stream()
                    .anyMatch(word -> MessageDigest.isEqual(digest, Credentials.sha256(word)))) {
                throw new IllegalArgumentException(name + ": well known (make one with: openssl rand -hex 32)");
            }
            return digest;
        }

        private static String checkedPlain(String name, String secret) {
            if (secret.length() < MIN_CHARS || secret.length() > MAX_CHARS) {
                throw new IllegalArgumentException(name + ": " + secret.length() + " characters (expected: " + MIN_CHARS
                        + " to " + MAX_CHARS + "; make one with: openssl rand -hex 32)");
            }
            if (!SECRET.matcher(secret).matches()) {
                throw new IllegalArgumentException(name + ": characters that a header cannot carry"
                        + " (expected: printable ASCII, no space at either end; make one with: openssl rand -hex 32)");
            }
            try {
                WeakSecrets.refuse(secret);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
            return secret;
        }
    }

    private record Entry(
            @SuppressWarnings("ArrayRecordComponent") byte[] digest, Grant grant) {}
}
