// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A tab that cannot hold a connection: it polls, and sends its own messages with POST requests. */
public final class PollingTab implements Tab {

    private final Http http;
    private final String base;
    private final String version;
    private final String[] headers;
    private final List<JsonNode> waiting = new ArrayList<>();
    private final JsonNode connected;
    private final String id;
    private Answer last;
    private String token;

    private PollingTab(Http http, String base, String query, String... headers) {
        this.http = http;
        this.base = base;
        this.version = Pattern.compile("[?&]((?:version|observe)=[^&]*)")
                .matcher(query)
                .results()
                .map(result -> "&" + result.group(1))
                .collect(Collectors.joining());
        Answer first = http.get(base + "/poll" + query, headers);
        this.headers = headers;
        this.last = first;
        take(first);
        this.token = first.json().path("connectionId").asString();
        this.id = Json.id(first);
        this.connected = waiting.remove(0);
    }

    /**
     * Opens a tab.
     *
     * @param base the base path
     * @param query the query with its question mark; empty for none
     * @param headers names and values alternately; also sent with the POST requests
     */
    public static PollingTab open(Http http, String base, String query, String... headers) {
        return new PollingTab(http, base, query, headers);
    }

    /** Polls once more, as the same build of the same tab. The messages in the answer go to the caller only. */
    public Answer ask() {
        last = lost();
        if (last.status() == 200) {
            token = last.json().path("connectionId").asString();
        }
        return last;
    }

    /** Polls once more, and loses the answer on its way: returns what the tab would have got. */
    public Answer lost() {
        return http.get(base + "/poll?resume=" + token + version, headers);
    }

    /** Loads the next page in the same tab, which has kept its connectionId. */
    public Answer load(String query) {
        last = http.get(base + "/poll" + query + "&resume=" + token, headers);
        token = last.json().path("connectionId").asString();
        return last;
    }

    /** Returns the last answer. */
    public Answer last() {
        return last;
    }

    /** Returns when the server wants the next poll, in milliseconds after the last answer. */
    public long afterMillis() {
        return last.json().path("after").asLong();
    }

    @Override
    public JsonNode connected() {
        return connected;
    }

    /** Returns the connectionId in the last answer; presenting it confirms that answer. */
    @Override
    public String connectionId() {
        return token;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public JsonNode next() {
        Awaitility.await().atMost(Inbox.PATIENCE).until(() -> {
            if (waiting.isEmpty()) {
                take(ask());
            }
            return !waiting.isEmpty();
        });
        return waiting.remove(0);
    }

    @Override
    public JsonNode next(String type) {
        JsonNode message = next();
        while (!message.path("type").asString("").equals(type)) {
            message = next();
        }
        return message;
    }

    /** Polls once and returns all messages. */
    @Override
    public List<JsonNode> drain() {
        take(ask());
        List<JsonNode> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    @Override
    public void route(String route) {
        post("/route", Json.object("connectionId", connectionId(), "route", route));
    }

    @Override
    public void subscribe() {
        post("/subscribe-stats", Json.object("connectionId", connectionId()));
    }

    @Override
    public void subscribeDelta() {
        post("/subscribe-stats", Json.object("connectionId", connectionId(), "delta", true));
    }

    @Override
    public void unsubscribe() {
        post("/unsubscribe-stats", Json.object("connectionId", connectionId()));
    }

    @Override
    public int end() {
        Awaitility.await().atMost(Inbox.PATIENCE).until(this::hasEnded);
        return 0;
    }

    @Override
    public boolean hasEnded() {
        return ask().status() != 200;
    }

    /** Does nothing but stop polling. */
    @Override
    public void close() {
        waiting.clear();
    }

    private void take(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("answer: " + answer.status() + " " + answer.body() + " (expected: 200)");
        }
        answer.json().path("messages").forEach(waiting::add);
    }

    private void post(String path, String json) {
        Posts.ok(http.post(base + path, json, headers));
    }
}
