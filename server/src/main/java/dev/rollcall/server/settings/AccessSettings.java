// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.net.URI;
import java.time.Duration;

/** Who may command, who may read, and how the server finds out. */
public final class AccessSettings {

    static final Shelf SECRETS = new Shelf("Secrets and access");
    static final Shelf STATS = new Shelf("Who may see stats");

    /** Opens everything. */
    public static final Setting<String> ADMIN_SECRET = SECRETS.optional(
            "admin-secret",
            Patterns.adminSecret(),
            "made at start and printed once",
            "Secret that opens every admin endpoint, sent as Authorization: Bearer.");

    /** For builds and deploys. */
    public static final Setting<String> CI_SECRET = SECRETS.optional(
            "ci-secret",
            Patterns.adminSecret(),
            "Secret for builds and deploys: it reads stats, announces versions and makes tabs reload, and can be withdrawn "
                    + "by itself.");

    /** For monitoring. */
    public static final Setting<String> READ_SECRET = SECRETS.optional(
            "read-secret", Patterns.adminSecret(), "Secret that only reads: stats, connections, metrics.");

    /** How long a person stays signed in. */
    public static final Setting<Duration> SESSION_MAX_AGE = SECRETS.of(
            "session-max-age",
            Types.duration("1m", "720h"),
            "12h",
            "How long a person stays signed in to the dashboard. A restart signs everybody out.");

    /** Whether the old recipes work. */
    public static final Setting<Boolean> ADMIN_ALIASES = SECRETS.of(
            "admin-aliases",
            Types.bool(),
            "true",
            "Whether /api/admin/stats and /api/admin/invalidate-route answer like their twins under the base path.");

    /** Whether metrics need a secret. */
    public static final Setting<Boolean> METRICS_PUBLIC =
            SECRETS.of("metrics-public", Types.bool(), "false", "Whether metrics can be read without a secret.");

    /** The key of the application's tokens. */
    public static final Setting<String> JWT_HMAC_SECRET = STATS.optional(
            "jwt-hmac-secret",
            Types.key(32),
            "Key that the tokens of people who may see stats are signed with (HS256, HS384, HS512).");

    /** Where the issuer publishes its keys. */
    public static final Setting<URI> JWT_JWKS_URL =
            STATS.optional("jwt-jwks-url", Types.url(), "Where the issuer publishes its public keys (RFC 7517).");

    /** What a token must say. */
    public static final Setting<String> JWT_CLAIM = STATS.optional(
            "jwt-claim",
            Patterns.requirement("user.role=admin"),
            "Claim that a token must have for its owner to see stats, such as role=admin.");

    /** Who must have made the token. */
    public static final Setting<String> JWT_ISSUER = STATS.optional(
            "jwt-issuer", Patterns.words("ISSUER", "https://login.example"), "Issuer (iss) that tokens must name.");

    /** For whom the token must be. */
    public static final Setting<String> JWT_AUDIENCE = STATS.optional(
            "jwt-audience", Patterns.words("AUDIENCE", "rollcall"), "Audience (aud) that tokens must name.");

    /** Which cookie holds it. */
    public static final Setting<String> JWT_COOKIE = STATS.optional(
            "jwt-cookie",
            Types.text("NAME", "a cookie name", "session", Patterns.TOKEN),
            "Cookie that holds the token; the Authorization header is always looked at.");

    /** What a Nuxt session is sealed with. */
    public static final Setting<String> NUXT_SESSION_PASSWORD = STATS.optional(
            "nuxt-session-password",
            Types.secret(32),
            "Password that seals the sessions of nuxt-auth-utils (there NUXT_SESSION_PASSWORD).");

    /** What a Nuxt session must say. */
    public static final Setting<String> NUXT_SESSION_FIELD = STATS.optional(
            "nuxt-session-field",
            Patterns.requirement("user.role=admin"),
            "Field of the session that its owner must have to see stats, such as user.role=admin.");

    /** Which cookie holds it. */
    public static final Setting<String> NUXT_SESSION_COOKIE = STATS.of(
            "nuxt-session-cookie",
            Types.text("NAME", "a cookie name", "nuxt-session", Patterns.TOKEN),
            "nuxt-session",
            "Cookie that holds the session.");

    /** How its key is made. */
    public static final Setting<String> NUXT_SESSION_ITERATIONS = STATS.of(
            "nuxt-session-iterations",
            Types.text("CHOICE", "1, 8192 or both", "1", "1|8192|both"),
            "1",
            "How many times the password is hashed to make the key: 1 with h3 version 1 (nuxt-auth-utils 0.5), 8192 "
                    + "with h3 version 2; both during a move.");

    /** How old it may be. */
    public static final Setting<Duration> NUXT_SESSION_MAX_AGE = STATS.optional(
            "nuxt-session-max-age",
            Types.duration("1s", "8760h"),
            "How long after its creation a session ends: the site's session.maxAge, where it has one.");

    /** Whom to ask. */
    public static final Setting<URI> STATS_CALLBACK_URL = STATS.optional(
            "stats-callback-url",
            Types.url(),
            "Address that is asked with the cookies and Authorization of the request; a status of 200 to 299 means yes.");

    private AccessSettings() {}
}
