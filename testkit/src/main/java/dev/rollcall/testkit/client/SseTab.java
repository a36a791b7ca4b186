// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tab that holds an event stream, by the JDK's client, and sends its own messages with POST requests. */
public final class SseTab implements Tab {

    private final Http http;
    private final String base;
    private final Stream stream;
    private final JsonNode connected;
    private final String[] headers;

    private SseTab(Http http, String base, Stream stream, String... headers) {
        this.http = http;
        this.base = base;
        this.stream = stream;
        this.headers = headers;
        this.connected = stream.inbox.next();
    }

    /**
     * Opens a tab.
     *
     * @param base the base path
     * @param query the query with its question mark; empty for none
     * @param headers names and values alternately; also sent with the POST requests
     */
    public static SseTab open(Http http, String base, String query, String... headers) {
        Stream stream = new Stream();
        var request = http.request(base + "/sse" + query, headers)
                .header("Accept", "text/event-stream")
                .build();
        var unused = http.client()
                .sendAsync(request, stream::start)
                .whenComplete((response, failure) -> stream.finished(failure));
        Answer head = Inbox.await(stream.head);
        if (head.status() != 200) {
            throw new AssertionError("status: " + head.status() + " (expected: 200)");
        }
        return new SseTab(http, base, stream, headers);
    }

    /** Returns the status and headers of the stream. */
    public Answer head() {
        return Inbox.await(stream.head);
    }

    /**
     * Returns the last wait that the server asked for with {@code retry:}, in milliseconds; null if it asked for none.
     */
    public @Nullable Long retryMillis() {
        return stream.retryMillis;
    }

    /** Returns whether any event so far had a name or an id, which the contract does not use. */
    public boolean sawNamedEvent() {
        return stream.sawNamedEvent;
    }

    @Override
    public JsonNode connected() {
        return connected;
    }

    @Override
    public JsonNode next() {
        return stream.inbox.next();
    }

    @Override
    public JsonNode next(String type) {
        return stream.inbox.next(type);
    }

    @Override
    public List<JsonNode> drain() {
        return stream.inbox.drain();
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
        return stream.inbox.end();
    }

    @Override
    public boolean hasEnded() {
        return stream.inbox.hasEnded();
    }

    @Override
    public void close() {
        stream.cancel();
    }

    private void post(String path, String json) {
        Posts.ok(http.post(base + path, json, headers));
    }

    /* Receives the stream. The JDK calls one method at a time. */
    private static final class Stream implements Flow.Subscriber<String> {
        private final Inbox inbox = new Inbox();
        private final CompletableFuture<Answer> head = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final SseParser parser = new SseParser(this::event);
        private volatile @Nullable Long retryMillis;
        private volatile boolean sawNamedEvent;

        BodySubscriber<Void> start(ResponseInfo info) {
            head.complete(new Answer(info.statusCode(), info.headers().map(), ""));
            return BodySubscribers.fromLineSubscriber(this);
        }

        void cancel() {
            var unused = subscription.thenAccept(Flow.Subscription::cancel);
        }

        void finished(@Nullable Throwable failure) {
            if (failure != null) {
                head.completeExceptionally(failure);
            }
            inbox.ended(0);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            parser.line(line);
        }

        @Override
        public void onError(Throwable failure) {
            finished(failure);
        }

        @Override
        public void onComplete() {
            finished(null);
        }

        private void event(SseParser.Event event) {
            if (event.retryMillis() != null) {
                retryMillis = event.retryMillis();
            }
            sawNamedEvent |= event.name() != null || event.id() != null;
            if (!event.data().isEmpty()) {
                inbox.add(event.data());
            }
        }
    }
}
