// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Protocol} as a servlet (Jakarta Servlet 6.1), WebSockets where the container has Jakarta WebSocket 2.1
 * or later. To be registered with asynchronous support, for the base path and everything below. Holds no thread for a
 * tab. Thread-safe.
 *
 * <p>A servlet container tells nobody that a browser has gone; it notices when it writes for the second time after. So
 * every event stream on which nothing was sent for a while gets an empty comment. WebSockets are read, and end at once.
 */
public final class ServletHost extends HttpServlet implements AutoCloseable {

    /** How long a stream may be silent before it is looked after: a tab that has gone is counted twice that at most. */
    public static final Duration PROBE = Duration.ofSeconds(8);

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ServletHost.class);
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";

    private final transient Protocol protocol;
    private final transient RequestInsight insight;
    private final transient Background background = new Background();
    private final transient Set<SseWire> streams = ConcurrentHashMap.newKeySet();
    private final transient HeldTabs held = new HeldTabs();

    /** Serves a protocol, which it does not close. */
    public ServletHost(Protocol protocol) {
        this(protocol, RequestInsight.none(), PROBE);
    }

    /**
     * Serves a protocol, which it does not close.
     *
     * @param insight what the application knows of a request
     * @param probe how long a stream may be silent before it is looked after, more than zero
     */
    public ServletHost(Protocol protocol, RequestInsight insight, Duration probe) {
        if (probe.isNegative() || probe.isZero()) {
            throw new IllegalArgumentException("probe: " + probe + " (expected: more than zero)");
        }
        this.protocol = protocol;
        this.insight = insight;
        long nanos = probe.toNanos();
        background.every(probe.dividedBy(4).plusMillis(1), () -> streams.forEach(stream -> stream.probe(nanos)));
    }

    /** How many event streams are held. */
    public int streams() {
        return streams.size();
    }

    /** How many connections of the container are held, and the limit to them. */
    public HeldTabs heldTabs() {
        return held;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getProtocol().startsWith("HTTP/") || request.getProtocol().equals("HTTP/0.9")) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST); // Before HTTP/1.0 there was no status to see.
            return;
        }
        Request head = Requests.head(request, insight);
        if (request.getContentLengthLong() > Request.MAX_BODY_BYTES) {
            refuse(response, HttpErrors.BODY_TOO_LARGE);
        } else if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            Exchange exchange = Exchange.start(request, response, background);
            request.getInputStream()
                    .setReadListener(new BodyReader(
                            request.getInputStream(), body -> whole(exchange, response, head, body), exchange::broken));
        } else {
            carryOut(protocol.decide(head), request, response, head);
        }
    }

    private void whole(Exchange exchange, HttpServletResponse response, Request head, byte @Nullable [] body) {
        if (body == null) {
            protocol.rejected("http-413");
            Answering.soon(exchange, response, HttpErrors.BODY_TOO_LARGE, true);
            return;
        }
        Verdict verdict = protocol.decide(head.withBody(body));
        if (verdict instanceof Verdict.Answer answer) {
            Answering.soon(exchange, response, answer.response(), withBody(head));
        } else if (verdict instanceof Verdict.Later later) {
            later(exchange, response, head, later);
        } else {
            abandon(verdict); // Neither a stream nor a WebSocket is opened by a request with a body.
            Answering.soon(exchange, response, HttpErrors.BAD_HANDSHAKE, true);
        }
    }

    private void carryOut(Verdict verdict, HttpServletRequest request, HttpServletResponse response, Request head)
            throws IOException {
        if (verdict instanceof Verdict.Answer answer) {
            Answering.now(response, answer.response(), withBody(head));
        } else if (verdict instanceof Verdict.Later later) {
            later(Exchange.start(request, response, background), response, head, later);
        } else if (verdict instanceof Verdict.Stream stream) {
            stream(request, response, stream);
        } else if (verdict instanceof Verdict.Upgrade upgrade) {
            upgrade(request, response, head, upgrade);
        }
    }

    private static void later(Exchange exchange, HttpServletResponse to, Request head, Verdict.Later later) {
        later.response().whenComplete((response, failure) -> {
            if (failure != null) {
                LOG.error("An answer failed; it is 500.", failure);
            }
            Answering.soon(exchange, to, failure == null ? response : HttpErrors.FAILED, withBody(head));
        });
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, Verdict.Stream stream)
            throws IOException {
        if (!held.enter()) {
            stream.opening().abandon();
            turnAway(response);
            return;
        }
        response.setStatus(stream.head().status());
        stream.head().headers().forEach(response::setHeader);
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        SseWire wire = new SseWire(async, response.getOutputStream(), stream.opening(), background, this::gone);
        streams.add(wire);
        async.addListener(wire);
        response.getOutputStream().setWriteListener(wire);
    }

    private void upgrade(
            HttpServletRequest request, HttpServletResponse response, Request head, Verdict.Upgrade upgrade)
            throws IOException {
        Object container = getServletContext().getAttribute(CONTAINER);
        Response refusal =
                head.method().equals("GET") ? WebSocketHandshake.refusal(head.headers()) : HttpErrors.BAD_HANDSHAKE;
        if (refusal != null || container == null) {
            upgrade.opening().abandon();
            refuse(response, refusal == null ? Refusals.NO_WEBSOCKET : refusal);
        } else if (!held.enter()) {
            upgrade.opening().abandon();
            turnAway(response);
        } else {
            WebSocketWire wire = new WebSocketWire(upgrade.opening(), background, held::leave);
            WebSocketUpgrade.carryOut(container, request, response, wire);
        }
    }

    private void gone(SseWire wire) {
        if (streams.remove(wire)) {
            held.leave();
        }
    }

    /** The contract would have let it in, the container has no place. */
    private void turnAway(HttpServletResponse to) throws IOException {
        protocol.rejected("capacity");
        Answering.now(to, Refusals.full(), true);
    }

    private void refuse(HttpServletResponse to, Response response) throws IOException {
        protocol.rejected("http-" + response.status());
        Answering.now(to, response, true);
    }

    private static boolean withBody(Request head) {
        return !head.method().equals("HEAD");
    }

    private static void abandon(Verdict verdict) {
        if (verdict instanceof Verdict.Stream stream) {
            stream.opening().abandon();
        } else if (verdict instanceof Verdict.Upgrade upgrade) {
            upgrade.opening().abandon();
        }
    }

    /**
     * Leaves in order: has the protocol send the tabs away, then ends what streams are left.
     *
     * @param grace how long the tabs may take
     * @return completes when the tabs are gone or the grace is over
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return protocol.drain(grace).whenComplete((done, failure) -> streams.forEach(SseWire::end));
    }

    /** Ends every stream at once and the host's threads. WebSockets end with the container. */
    @Override
    public void close() {
        streams.forEach(SseWire::end);
        background.close();
    }
}
