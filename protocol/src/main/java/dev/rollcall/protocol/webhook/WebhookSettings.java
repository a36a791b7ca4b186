// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingType;
import dev.rollcall.core.setting.SettingTypes;
import dev.rollcall.core.setting.SettingValues;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who is told what happens in a rollout. */
public final class WebhookSettings {

    /** The group. */
    public static final SettingGroup WEBHOOKS = new SettingGroup("Webhooks");

    static final String NO_KEY =
            "webhook-key: not set (expected: with webhook-urls, the key that receivers check signatures with)";

    static final String OPEN =
            "webhook-urls: one is an http:// address outside of loopback and private networks (expected: https://)";

    private static final int MOST_ADDRESSES = 10;

    /** The addresses that are told. */
    public static final Setting<List<URI>> WEBHOOK_URLS = WEBHOOKS.define(
                    "webhook-urls",
                    addresses(),
                    "Addresses that are sent the events of a rollout: a version was announced, a deployment has settled or is "
                            + "split, half, nearly all or all of the tabs have migrated, a command has stopped by itself.")
            .optional("none");

    /** The key that proves that webhooks come from here. */
    public static final Setting<String> WEBHOOK_KEY = WEBHOOKS.define(
                    "webhook-key",
                    SettingTypes.key(32),
                    "Key with which what is sent to webhook-urls is signed (HMAC-SHA256, in the header X-Rollcall-Signature), so "
                            + "that receivers can tell it from what others send.")
            .optional("required with webhook-urls");

    /** Whether addresses are allowed where others could listen in. */
    public static final Setting<Boolean> WEBHOOK_INSECURE = WEBHOOKS.define(
                    "webhook-insecure",
                    SettingTypes.bool(),
                    "Whether webhook-urls may be http:// addresses outside of loopback and private networks. What is sent can then "
                            + "be read on its way, but not changed unnoticed.")
            .byDefault("false");

    /** The share of tabs that counts as nearly all. */
    public static final Setting<Integer> WEBHOOK_DONE_PERCENT = WEBHOOKS.define(
                    "webhook-done-percent",
                    SettingTypes.whole(51, 100, "percent"),
                    "Share of the tabs on the current version, in percent, at which a rollout is sent as done.")
            .byDefault("95");

    private WebhookSettings() {}

    /** Returns what is wrong with settings that are each valid. */
    public static List<SettingProblem> problems(SettingValues values) {
        List<URI> addresses = values.find(WEBHOOK_URLS);
        if (addresses == null || addresses.isEmpty()) {
            return Stream.of(WEBHOOK_KEY, WEBHOOK_INSECURE, WEBHOOK_DONE_PERCENT)
                    .filter(values::isSet)
                    .map(setting -> SettingProblem.idle(setting, WEBHOOK_URLS.name()))
                    .toList();
        }
        List<SettingProblem> problems = new ArrayList<>();
        if (!values.isSet(WEBHOOK_KEY)) {
            problems.add(SettingProblem.error(NO_KEY, "make one with: openssl rand -hex 32"));
        }
        if (!values.value(WEBHOOK_INSECURE) && addresses.stream().anyMatch(WebhookAddress::isOpen)) {
            problems.add(SettingProblem.error(OPEN, "use https://, or set webhook-insecure if everybody may read it"));
        }
        return problems;
    }

    /** They often hold a secret in their path, so they are treated as one. */
    private static SettingType<List<URI>> addresses() {
        return new SettingType<>(
                SettingType.Form.SECRET,
                "URLS",
                "none, or 1 to " + MOST_ADDRESSES
                        + " http or https URLs without user name or fragment, separated by commas; or "
                        + "file:/path to read them from a file",
                "https://ci.example/rollcall",
                List.of(),
                text -> SettingTypes.items(text).stream()
                        .map(WebhookAddress::parse)
                        .toList(),
                addresses -> {
                    addresses.forEach(WebhookAddress::check);
                    if (addresses.size() > MOST_ADDRESSES) {
                        throw new IllegalArgumentException("too many");
                    }
                });
    }
}
