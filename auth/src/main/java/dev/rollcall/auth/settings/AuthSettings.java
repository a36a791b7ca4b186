// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.settings;

import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who may see stats live, besides those who have a secret. */
public final class AuthSettings {

    /** The group. */
    public static final SettingGroup STATS_ACCESS = new SettingGroup("Who may see stats");

    /** The key of the application's tokens. */
    public static final Setting<String> JWT_HMAC_SECRET = STATS_ACCESS
            .define(
                    "jwt-hmac-secret",
                    SettingTypes.key(32),
                    "Key that the tokens of people who may see stats are signed with. The algorithm needs a key of its length: "
                            + "32 bytes for HS256, 48 for HS384, 64 for HS512.")
            .optional();

    /** Where the issuer publishes its keys. */
    public static final Setting<URI> JWT_JWKS_URL = STATS_ACCESS
            .define("jwt-jwks-url", url(), "Address where the issuer of tokens publishes its public keys (RFC 7517).")
            .optional();

    /** What a token must say. */
    public static final Setting<String> JWT_CLAIM = STATS_ACCESS
            .define(
                    "jwt-claim",
                    requirement("role=admin"),
                    "Claim that a token must have so that its owner may see stats, such as role=admin.")
            .optional();

    /** Who must have issued the token. */
    public static final Setting<String> JWT_ISSUER = STATS_ACCESS
            .define(
                    "jwt-issuer",
                    SettingTypes.words("ISSUER", "https://login.example"),
                    "Issuer (iss) that tokens must name.")
            .optional();

    /** Who the token must be for. */
    public static final Setting<String> JWT_AUDIENCE = STATS_ACCESS
            .define("jwt-audience", SettingTypes.words("AUDIENCE", "rollcall"), "Audience (aud) that tokens must name.")
            .optional();

    /** Which cookie holds it. */
    public static final Setting<String> JWT_COOKIE = STATS_ACCESS
            .define(
                    "jwt-cookie",
                    SettingTypes.token("NAME", "a cookie name", "session"),
                    "Cookie that may hold the token, besides the Authorization header.")
            .optional();

    /** What a Nuxt session is sealed with. */
    public static final Setting<String> NUXT_SESSION_PASSWORD = STATS_ACCESS
            .define(
                    "nuxt-session-password",
                    SettingTypes.secret(32),
                    "Password that seals the sessions of nuxt-auth-utils, where it is called NUXT_SESSION_PASSWORD.")
            .optional();

    /** What a Nuxt session must say. */
    public static final Setting<String> NUXT_SESSION_FIELD = STATS_ACCESS
            .define(
                    "nuxt-session-field",
                    requirement("user.role=admin"),
                    "Field that a session must have so that its owner may see stats, such as user.role=admin.")
            .optional();

    /** Which cookie holds it. */
    public static final Setting<String> NUXT_SESSION_COOKIE = STATS_ACCESS
            .define(
                    "nuxt-session-cookie",
                    SettingTypes.token("NAME", "a cookie name", "nuxt-session"),
                    "Cookie that holds the session.")
            .byDefault("nuxt-session");

    /** How its key is made. */
    public static final Setting<String> NUXT_SESSION_ITERATIONS = STATS_ACCESS
            .define(
                    "nuxt-session-iterations",
                    SettingTypes.choice(List.of("1", "8192", "both")),
                    "How many times the password is hashed to make the key: 1 with h3 version 1 (nuxt-auth-utils 0.5), 8192 "
                            + "with h3 version 2, or both while you upgrade.")
            .byDefault("1");

    /** How old it may be. */
    public static final Setting<Duration> NUXT_SESSION_MAX_AGE = STATS_ACCESS
            .define(
                    "nuxt-session-max-age",
                    SettingTypes.duration("1s", "8760h"),
                    "How long after its creation a session ends: the same as session.maxAge of the site, if it has one.")
            .optional();

    /** Whom to ask. */
    public static final Setting<URI> STATS_CALLBACK_URL = STATS_ACCESS
            .define(
                    "stats-callback-url",
                    url(),
                    "Address that is asked whether somebody may see stats. It is sent the cookies and the Authorization header "
                            + "of their request; a status from 200 to 299 means yes.")
            .optional();

    private AuthSettings() {}

    /** Returns what is wrong with settings that are each valid. */
    public static List<SettingProblem> problems(SettingValues values) {
        List<SettingProblem> problems = new ArrayList<>();
        boolean keys = values.isSet(JWT_HMAC_SECRET) || values.isSet(JWT_JWKS_URL);
        if (!keys) {
            idle(problems, values, "jwt-hmac-secret or jwt-jwks-url", JWT_CLAIM, JWT_ISSUER, JWT_AUDIENCE, JWT_COOKIE);
        } else if (!values.isSet(JWT_CLAIM)) {
            problems.add(SettingProblem.error(
                    "jwt-claim: not set (expected: with jwt-hmac-secret or jwt-jwks-url, the claim that lets people see stats)",
                    "set it, for example to role=admin"));
        }
        if (!values.isSet(NUXT_SESSION_PASSWORD)) {
            idle(
                    problems,
                    values,
                    "nuxt-session-password",
                    NUXT_SESSION_FIELD,
                    NUXT_SESSION_COOKIE,
                    NUXT_SESSION_ITERATIONS,
                    NUXT_SESSION_MAX_AGE);
        } else if (!values.isSet(NUXT_SESSION_FIELD)) {
            problems.add(SettingProblem.error(
                    "nuxt-session-field: not set (expected: with nuxt-session-password, the field that lets people see stats)",
                    "set it, for example to user.role=admin"));
        }
        return problems;
    }

    private static void idle(
            List<SettingProblem> problems, SettingValues values, String without, Setting<?>... affected) {
        Stream.of(affected)
                .filter(values::isSet)
                .map(setting -> SettingProblem.idle(setting, without))
                .forEach(problems::add);
    }

    /** A claim or field that must be there, perhaps with a certain value. */
    private static SettingType<String> requirement(String example) {
        return SettingTypes.checkedBy(
                "CLAIM",
                "a name, name=value or name=value|value; dots lead into objects",
                example,
                RequiredClaim::parse);
    }

    /** An absolute address for HTTP requests. */
    private static SettingType<URI> url() {
        return SettingType.of(
                SettingType.Form.TEXT,
                "URL",
                "an absolute http or https URL without user name or fragment",
                "https://app.example/me",
                AuthSettings::parseUrl);
    }

    private static URI parseUrl(String text) {
        URI uri = URI.create(text);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not such a URL");
        }
        return uri;
    }
}
