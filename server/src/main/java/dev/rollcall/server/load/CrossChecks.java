// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import static dev.rollcall.server.settings.AccessSettings.ADMIN_SECRET;
import static dev.rollcall.server.settings.AccessSettings.JWT_AUDIENCE;
import static dev.rollcall.server.settings.AccessSettings.JWT_CLAIM;
import static dev.rollcall.server.settings.AccessSettings.JWT_COOKIE;
import static dev.rollcall.server.settings.AccessSettings.JWT_HMAC_SECRET;
import static dev.rollcall.server.settings.AccessSettings.JWT_ISSUER;
import static dev.rollcall.server.settings.AccessSettings.JWT_JWKS_URL;
import static dev.rollcall.server.settings.AccessSettings.NUXT_SESSION_COOKIE;
import static dev.rollcall.server.settings.AccessSettings.NUXT_SESSION_FIELD;
import static dev.rollcall.server.settings.AccessSettings.NUXT_SESSION_ITERATIONS;
import static dev.rollcall.server.settings.AccessSettings.NUXT_SESSION_MAX_AGE;
import static dev.rollcall.server.settings.AccessSettings.NUXT_SESSION_PASSWORD;
import static dev.rollcall.server.settings.ServerSettings.TLS_CERTIFICATE;
import static dev.rollcall.server.settings.ServerSettings.TLS_KEY;

import dev.rollcall.server.settings.Secrets;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what is wrong with settings that are valid one by one. Used by one thread. */
final class CrossChecks {

    private static final int SHORT_SECRET = 16;

    private final Settings settings;
    private final List<Problem> problems = new ArrayList<>();

    private CrossChecks(Settings settings) {
        this.settings = settings;
    }

    static List<Problem> check(Settings settings) {
        CrossChecks checks = new CrossChecks(settings);
        checks.tls();
        checks.secrets();
        checks.tokens();
        checks.sessions();
        return checks.problems;
    }

    private void tls() {
        oneWithoutTheOther(TLS_CERTIFICATE, TLS_KEY);
        oneWithoutTheOther(TLS_KEY, TLS_CERTIFICATE);
    }

    private void oneWithoutTheOther(Setting<?> set, Setting<?> other) {
        if (settings.isSet(set) && !settings.isSet(other)) {
            problems.add(Problem.error(
                    other.name() + ": not set (expected: together with " + set.name() + "; TLS needs both)",
                    "set it too, or remove " + set.name()));
        }
    }

    private void secrets() {
        String admin = settings.find(ADMIN_SECRET);
        if (admin != null && admin.length() < SHORT_SECRET) {
            problems.add(Problem.warning(
                    "admin-secret: fewer than 16 characters, which is easy to guess",
                    "make one with: openssl rand -base64 24"));
        }
        try {
            Secrets.of(settings, admin);
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(
                    "admin-secret, ci-secret, read-secret: two are the same (expected: all different, so that each can be "
                            + "withdrawn by itself)",
                    "change one of them, or remove it"));
        }
    }

    private void tokens() {
        boolean keys = settings.isSet(JWT_HMAC_SECRET) || settings.isSet(JWT_JWKS_URL);
        if (keys && !settings.isSet(JWT_CLAIM)) {
            problems.add(Problem.error(
                    "jwt-claim: not set (expected: with jwt-hmac-secret or jwt-jwks-url, the claim that lets people see stats)",
                    "set it, for example to role=admin"));
        }
        if (!keys) {
            idle("jwt-hmac-secret or jwt-jwks-url", JWT_CLAIM, JWT_ISSUER, JWT_AUDIENCE, JWT_COOKIE);
        }
    }

    private void sessions() {
        boolean password = settings.isSet(NUXT_SESSION_PASSWORD);
        if (password && !settings.isSet(NUXT_SESSION_FIELD)) {
            problems.add(Problem.error(
                    "nuxt-session-field: not set (expected: with nuxt-session-password, the field that lets people see stats)",
                    "set it, for example to user.role=admin"));
        }
        if (!password) {
            idle(
                    "nuxt-session-password",
                    NUXT_SESSION_FIELD,
                    NUXT_SESSION_COOKIE,
                    NUXT_SESSION_ITERATIONS,
                    NUXT_SESSION_MAX_AGE);
        }
    }

    private void idle(String without, Setting<?>... affected) {
        Stream.of(affected)
                .filter(settings::isSet)
                .map(setting -> Problem.warning(
                        setting.name() + ": has no effect without " + without, "set that too, or remove this"))
                .forEach(problems::add);
    }
}
