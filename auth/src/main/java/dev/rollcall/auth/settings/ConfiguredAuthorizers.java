// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.settings;

import static dev.rollcall.auth.settings.AuthSettings.JWT_AUDIENCE;
import static dev.rollcall.auth.settings.AuthSettings.JWT_CLAIM;
import static dev.rollcall.auth.settings.AuthSettings.JWT_COOKIE;
import static dev.rollcall.auth.settings.AuthSettings.JWT_HMAC_SECRET;
import static dev.rollcall.auth.settings.AuthSettings.JWT_ISSUER;
import static dev.rollcall.auth.settings.AuthSettings.JWT_JWKS_URL;
import static dev.rollcall.auth.settings.AuthSettings.NUXT_SESSION_COOKIE;
import static dev.rollcall.auth.settings.AuthSettings.NUXT_SESSION_FIELD;
import static dev.rollcall.auth.settings.AuthSettings.NUXT_SESSION_ITERATIONS;
import static dev.rollcall.auth.settings.AuthSettings.NUXT_SESSION_MAX_AGE;
import static dev.rollcall.auth.settings.AuthSettings.NUXT_SESSION_PASSWORD;
import static dev.rollcall.auth.settings.AuthSettings.STATS_CALLBACK_URL;

import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.callback.CallbackAuthorizer;
import dev.rollcall.auth.iron.IronSessionAuthorizer;
import dev.rollcall.auth.iron.IronSessionAuthorizer.Iterations;
import dev.rollcall.auth.jwt.JwtAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the authorizers that {@link AuthSettings} describe: they decide who may see stats. Used by one thread. */
public final class ConfiguredAuthorizers {

    private final SettingValues settings;
    private final Timer timer;
    private final Map<String, StatsAuthorizer> all = new LinkedHashMap<>();

    private ConfiguredAuthorizers(SettingValues settings, Timer timer) {
        this.settings = settings;
        this.timer = timer;
    }

    /**
     * Returns the authorizers that are configured, each under the words that tell a log what callers need.
     *
     * @param settings values without a fatal one among their {@link AuthSettings#problems}
     * @param timer tells the time at which tokens and sessions end
     */
    public static Map<String, StatsAuthorizer> of(SettingValues settings, Timer timer) {
        ConfiguredAuthorizers authorizers = new ConfiguredAuthorizers(settings, timer);
        authorizers.tokens();
        authorizers.sessions();
        URI callback = settings.find(STATS_CALLBACK_URL);
        if (callback != null) {
            authorizers.all.put("approval by stats-callback-url", new CallbackAuthorizer(callback, timer));
        }
        return authorizers.all;
    }

    private void tokens() {
        String secret = settings.find(JWT_HMAC_SECRET);
        if (secret != null) {
            all.put(
                    "a JWT signed with jwt-hmac-secret",
                    jwt().hmacSecret(secret).build());
        }
        URI keys = settings.find(JWT_JWKS_URL);
        if (keys != null) {
            all.put(
                    "a JWT signed with a key from jwt-jwks-url",
                    jwt().jwksUrl(keys).build());
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
        all.put("a nuxt-session with " + settings.value(NUXT_SESSION_FIELD), builder.build());
    }

    private <T> void with(Setting<T> setting, Consumer<T> use) {
        T value = settings.find(setting);
        if (value != null) {
            use.accept(value);
        }
    }
}
