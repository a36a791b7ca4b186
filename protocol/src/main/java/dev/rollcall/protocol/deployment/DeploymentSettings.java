// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether and how the deployment is watched. */
public final class DeploymentSettings {

    /** The group. */
    public static final SettingGroup DEPLOYMENT = new SettingGroup("Deployment check");

    /** The address to ask. */
    public static final Setting<URI> CHECK_URL = DEPLOYMENT
            .define(
                    "check-url",
                    url(),
                    "Address that names the deployed build, as users reach it: through the load balancer. Rollcall asks it all "
                            + "the time, and announces a build when the whole fleet serves it. For nuxt, sveltekit and next the "
                            + "address of the site is enough.")
            .optional("none; versions are announced by you");

    /** The address that tells whether the application is healthy. */
    public static final Setting<URI> HEALTH_URL = DEPLOYMENT
            .define(
                    "health-url",
                    url(),
                    "Address that says whether the application is well: any status below 400. It is asked only while a wave "
                            + "runs that stops when it is not (stopWhen.unhealthy), every 5 seconds.")
            .optional("none; no wave can stop because of it");

    /** Where the answer names the build. */
    public static final Setting<VersionReader> CHECK_READS = DEPLOYMENT
            .define(
                    "check-reads",
                    reader(),
                    "What names the build in the answer of check-url: nuxt (the field id of /_nuxt/builds/latest.json), sveltekit "
                            + "(the field version of /_app/version.json), next (the build or deployment id in a page), text (the "
                            + "whole answer, as of a version.txt), a field of a JSON object such as field:build.id, or a header "
                            + "such as header:x-version.")
            .byDefault("text");

    /** How often to ask. */
    public static final Setting<Duration> CHECK_INTERVAL = DEPLOYMENT
            .define(
                    "check-interval",
                    SettingTypes.duration("1s", "1h"),
                    "How long after one round of the deployment check the next one begins.")
            .byDefault("5s");

    /** How many requests make up a round. */
    public static final Setting<Integer> CHECK_CONNECTIONS = DEPLOYMENT
            .define(
                    "check-connections",
                    SettingTypes.whole(1, 50, "connections"),
                    "How many requests a round of the deployment check makes at a time, each on a connection of its own, so that "
                            + "the load balancer spreads them over the fleet.")
            .byDefault("8");

    /** How many answers must agree. */
    public static final Setting<Integer> CHECK_ANSWERS = DEPLOYMENT
            .define(
                    "check-answers",
                    SettingTypes.whole(1, 10_000, "answers"),
                    "How many answers in a row must name the same build before the deployment counts as settled. 48 answers "
                            + "overlook one old server of 10 once in 160 times; with 100 servers, use 500.")
            .byDefault("48");

    /** How long two builds may be served before that is a split. */
    public static final Setting<Duration> CHECK_SPLIT_AFTER = DEPLOYMENT
            .define(
                    "check-split-after",
                    SettingTypes.duration("10s", "24h"),
                    "How long the fleet may serve two builds before that is shown as a split: a canary, or a deployment that is "
                            + "stuck.")
            .byDefault("10m");

    /** Whether the build that was found is announced. */
    public static final Setting<Boolean> CHECK_ANNOUNCES = DEPLOYMENT
            .define(
                    "check-announces",
                    SettingTypes.bool(),
                    "Whether a build is announced when the whole fleet serves it. With false the deployment check only shows "
                            + "what it sees.")
            .byDefault("true");

    /** Whether the answer of a cache counts. */
    public static final Setting<Boolean> CHECK_CACHED = DEPLOYMENT
            .define(
                    "check-cached",
                    SettingTypes.bool(),
                    "Whether answers that come from a cache count, as shown by their headers (Age, X-Cache, Cache-Status and the "
                            + "like) or a Date that stands still. For sites that are served only from a CDN.")
            .byDefault("false");

    private DeploymentSettings() {}

    /** Returns what is wrong with settings that are each valid: those set for the check while there is no check. */
    public static List<SettingProblem> problems(SettingValues values) {
        if (values.isSet(CHECK_URL)) {
            return List.of();
        }
        return Stream.of(
                        CHECK_READS,
                        CHECK_INTERVAL,
                        CHECK_CONNECTIONS,
                        CHECK_ANSWERS,
                        CHECK_SPLIT_AFTER,
                        CHECK_ANNOUNCES,
                        CHECK_CACHED)
                .filter(values::isSet)
                .map(setting -> SettingProblem.idle(setting, CHECK_URL.name()))
                .toList();
    }

    private static SettingType<VersionReader> reader() {
        return SettingType.of(
                SettingType.Form.TEXT,
                "WHAT",
                "nuxt, sveltekit, next, text, field:NAME or header:NAME",
                "field:version",
                VersionReader::of);
    }

    private static SettingType<URI> url() {
        return SettingType.of(
                SettingType.Form.TEXT,
                "URL",
                "an absolute http or https URL without user name or fragment",
                "https://shop.example/version.txt",
                DeploymentSettings::parseUrl);
    }

    private static URI parseUrl(String text) {
        URI uri = URI.create(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not such a URL");
        }
        return uri;
    }
}
