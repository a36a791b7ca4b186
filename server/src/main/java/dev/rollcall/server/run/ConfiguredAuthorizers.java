// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

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
import static dev.rollcall.server.settings.AccessSettings.STATS_CALLBACK_URL;

import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.callback.CallbackAuthorizer;
import dev.rollcall.auth.iron.IronSessionAuthorizer;
import dev.rollcall.auth.iron.IronSessionAuthorizer.Iterations;
import dev.rollcall.auth.jwt.JwtAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SecretAuthorizer;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The authorizers that the settings ask for: they decide who may see stats. Used by one thread. */
final class ConfiguredAuthorizers {

    private final Settings settings;
    private final Timer timer;
    private final List<StatsAuthorizer> all = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private ConfiguredAuthorizers(Settings settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
    }

    /** Returns the authorizers that are configured; the one for secrets always is. */
    static ConfiguredAuthorizers of(Settings settings, AdminSecrets secrets, Timer timer) {
        ConfiguredAuthorizers authorizers = new ConfiguredAuthorizers(settings, timer);
        authorizers.add("an admin, CI or read secret", new SecretAuthorizer(secrets, new FailureThrottle(timer)));
        authorizers.tokens();
        authorizers.sessions();
        URI callback = settings.find(STATS_CALLBACK_URL);
        if (callback != null) {
            authorizers.add("approval by stats-callback-url", new CallbackAuthorizer(callback, timer));
        }
        return authorizers;
    }

    /** Returns one authorizer that allows stats when any of these does. */
    StatsAuthorizer any() {
        return StatsAuthorizer.anyOf(all);
    }

    /** Returns what callers need to see stats, in words. */
    String names() {
        return String.join("; ", names);
    }

    private void add(String name, StatsAuthorizer authorizer) {
        names.add(name);
        all.add(authorizer);
    }

    private void tokens() {
        String secret = settings.find(JWT_HMAC_SECRET);
        if (secret != null) {
            add("a JWT signed with jwt-hmac-secret", jwt().hmacSecret(secret).build());
        }
        URI keys = settings.find(JWT_JWKS_URL);
        if (keys != null) {
            add("a JWT signed with a key from jwt-jwks-url", jwt().jwksUrl(keys).build());
        }
    }

    private JwtAuthorizer.Builder jwt() {
        JwtAuthorizer.Builder builder = JwtAuthorizer.builder(timer);
        builder.requiredClaim(RequiredClaim.parse(settings.value(JWT_CLAIM)));
        with(JWT_ISSUER, builder::issuer);
        with(JWT_AUDIENCE, audience -> builder.audience(Set.of(audience)));
        with(JWT_COOKIE, builder::cookie);
        return builder;
    }

    private void sessions() {
        String password = settings.find(NUXT_SESSION_PASSWORD);
        if (password == null) {
            return;
        }
        IronSessionAuthorizer.Builder builder = IronSessionAuthorizer.builder(timer)
                .password(password)
                .requiredField(RequiredClaim.parse(settings.value(NUXT_SESSION_FIELD)))
                .cookieName(settings.value(NUXT_SESSION_COOKIE))
                .iterations(Iterations.parse(settings.value(NUXT_SESSION_ITERATIONS)));
        with(NUXT_SESSION_MAX_AGE, builder::maxAge);
        add("a nuxt-session with " + settings.value(NUXT_SESSION_FIELD), builder.build());
    }

    private <T> void with(Setting<T> setting, Consumer<T> use) {
        T value = settings.find(setting);
        if (value != null) {
            use.accept(value);
        }
    }
}
