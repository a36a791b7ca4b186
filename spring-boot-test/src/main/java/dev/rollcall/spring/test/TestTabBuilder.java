// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tab that is about to be opened. Not thread-safe. */
public final class TestTabBuilder {

    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final TestTabs tabs;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private @Nullable Identity identity;

    TestTabBuilder(TestTabs tabs) {
        this.tabs = tabs;
    }

    /** Returns a description of the same tab after a reload that {@code command} caused; null if no command did. */
    TestTabBuilder again(String version, @Nullable String command, String route) {
        TestTabBuilder next = new TestTabBuilder(tabs);
        next.query.putAll(query);
        next.headers.putAll(headers);
        next.identity = identity;
        next.query.put("age", "0");
        if (command != null) {
            next.query.put("command", command);
        }
        return next.version(version).route(route);
    }

    /** Sets the path that the tab is on; {@code /} by default. */
    public TestTabBuilder route(String route) {
        query.put("route", route);
        return this;
    }

    /** Sets the build that the tab runs; by default the one in its version cookie, otherwise the current version. */
    public TestTabBuilder version(String version) {
        query.put("version", version);
        return this;
    }

    /** Makes the tab an observer: a connection that only watches, as the dashboard's does. */
    public TestTabBuilder observer() {
        query.put("observe", "1");
        return this;
    }

    /** Adds a header to its request, such as {@code Authorization}, {@code Cookie} or {@code Origin}. */
    public TestTabBuilder header(String name, String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(value);
        return this;
    }

    /**
     * Makes it the tab of somebody who is signed in to the application. The tab carries their name if
     * {@code rollcall.user-label} is on.
     *
     * @param name the name
     * @param maySeeStats whether they may see stats, like somebody with the role of {@code rollcall.stats.role}
     */
    public TestTabBuilder signedIn(String name, boolean maySeeStats) {
        identity = new Identity(tabs.areLabelled() ? name : null, maySeeStats ? Decision.granted() : Decision.denied());
        return this;
    }

    /**
     * Opens the tab.
     *
     * @throws TabRefusedException when the tab is not admitted
     */
    public TestTab open() {
        return tabs.open(this);
    }

    String query(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    Request request(String path, String host) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("host", List.of(host));
        all.put("user-agent", List.of(BROWSER));
        all.put("upgrade", List.of("websocket"));
        headers.forEach((name, values) -> all.put(name, List.copyOf(values)));
        String encoded = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new Request(
                "GET", path, encoded, Headers.of(all), InetAddress.getLoopbackAddress(), new byte[0], false, identity);
    }
}
