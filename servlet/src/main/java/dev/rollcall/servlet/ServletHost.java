// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.servlet.internal.held.BlockingCalls;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.held.ServletEncodings;
import dev.rollcall.servlet.internal.http.AsyncExchange;
import dev.rollcall.servlet.internal.http.BodyReader;
import dev.rollcall.servlet.internal.http.RequestMapper;
import dev.rollcall.servlet.internal.http.ResponseSender;
import dev.rollcall.servlet.internal.http.Shield;
import dev.rollcall.servlet.internal.sse.SseStreams;
import dev.rollcall.servlet.internal.websocket.ContainerWebSocket;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Contract} as a servlet (Jakarta Servlet 6.0 or later), with WebSockets where the container has Jakarta
 * WebSocket 2.1 or later. Register it with asynchronous support, for the base path and everything below it. Holds no
 * thread for a tab. Thread-safe.
 *
 * <p>A servlet container does not report that a browser has gone; it notices at the second write after that. So an event
 * stream that has been silent for a while gets an empty comment. WebSockets are read all the time, and end at once.
 */
public final class ServletHost extends HttpServlet implements AutoCloseable {

    /**
     * The name of a request attribute whose value, a {@code List<String>}, replaces the request's {@code Cookie}
     * headers. For code in front of the container that hides a cookie from the container but not from the host.
     */
    public static final String COOKIES = RequestMapper.COOKIES;

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ServletHost.class);

    private final transient HostParts parts;
    private final transient ServletIdentityResolver identity;
    private final transient Duration shutdownGrace;
    private final transient Runnable closeTimer;
    private transient volatile boolean closed;

    /** Takes over a timer; the action closes it with the host. */
    ServletHost(ServletHostBuilder builder, Timer timer, Runnable closeTimer) {
        this.identity = builder.identity;
        this.shutdownGrace = builder.shutdownGrace;
        this.closeTimer = closeTimer;
        HostResources resources = new HostResources(timer, new BlockingCalls(), new ServletEncodings());
        parts = new HostParts(
                builder.contract,
                resources,
                new SseStreams(resources, builder.streamProbe),
                new HeldConnections(),
                new StreamBlockers(builder.withoutAsync),
                builder.hidesSessions);
    }

    /** Returns the settings of a host that serves this contract. The host does not close it. */
    public static ServletHostBuilder builder(Contract contract) {
        return new ServletHostBuilder(contract);
    }

    /** Returns how many event streams are held. */
    public int streams() {
        return parts.streams().count();
    }

    /** Returns the container's connections that tabs hold, and the limit to them. */
    public HeldConnections heldConnections() {
        return parts.held();
    }

    /**
     * Returns the raw path of a request, percent-encoded, as the contract sees it: with the application's own context path,
     * even when a proxy or the browser writes that differently. The contract may not serve it, because a container maps
     * requests by their decoded path.
     */
    public static String path(HttpServletRequest request) {
        return RequestMapper.path(request);
    }

    /**
     * Returns a response that protects event streams from filters. Some filters collect what a servlet writes, and finish the
     * response when it has returned; once a stream has begun, this response drops whatever they do to it. The first filter
     * passes it on in place of the container's own response. Without it, a stream behind such a filter may end as soon as it
     * begins.
     *
     * @param response the container's own
     */
    public static HttpServletResponse shield(HttpServletResponse response) {
        return new Shield(response);
    }

    /** Says once if tabs have no WebSockets here. A container does this at its start where the servlet is loaded on startup. */
    @Override
    public void init() {
        if (ContainerWebSocket.of(getServletContext()) == null) {
            LOG.info(
                    "There is no Jakarta WebSocket in this container: tabs use event streams, or poll. The library for it is"
                            + " tomcat-embed-websocket (Tomcat) or jetty-ee11-websocket-jakarta-server (Jetty).");
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getProtocol().startsWith("HTTP/") || request.getProtocol().equals("HTTP/0.9")) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST); // Responses before HTTP/1.0 had no status line.
        } else if (!isPartOfAnother(request)) {
            try {
                serve(request, response);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    /** Returns whether the response belongs to another servlet, which has included this one, or has failed. */
    private static boolean isPartOfAnother(HttpServletRequest request) {
        DispatcherType type = request.getDispatcherType();
        return type == DispatcherType.INCLUDE || type == DispatcherType.ERROR;
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Request head = RequestMapper.head(request, identity.resolve(request));
        RequestCarrier carrier = new RequestCarrier(parts, request, response, head);
        if (request.getContentLengthLong() > BodyReader.MOST_READ) {
            carrier.refuse(HttpErrors.BODY_TOO_LARGE);
        } else if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            parts.contract().decide(head).carryOut(carrier);
        } else {
            AsyncExchange exchange = RequestCarrier.exchange(parts, request, response);
            if (exchange == null) {
                readBodyNow(request, response, head, carrier);
            } else {
                readBody(exchange, request, head);
            }
        }
    }

    private void readBodyNow(
            HttpServletRequest request, HttpServletResponse response, Request head, RequestCarrier carrier)
            throws IOException {
        byte[] body = BodyReader.readNow(request.getInputStream());
        if (body == null) {
            carrier.refuse(HttpErrors.BODY_TOO_LARGE);
        } else {
            Request whole = head.withBody(body);
            parts.contract().decide(whole).carryOut(new RequestCarrier(parts, request, response, whole));
        }
    }

    private void readBody(AsyncExchange exchange, HttpServletRequest request, Request head) throws IOException {
        request.getInputStream()
                .setReadListener(new BodyReader(
                        request.getInputStream(), body -> decide(exchange, head, body), exchange::broken));
    }

    private void decide(AsyncExchange exchange, Request head, byte @Nullable [] body) {
        if (body == null) {
            parts.contract().rejected(Refusal.HTTP_413);
            ResponseSender.sendLater(exchange, HttpErrors.BODY_TOO_LARGE, true);
        } else {
            boolean withBody = !head.method().equals("HEAD");
            parts.contract().decide(head.withBody(body)).carryOut(new BodyCarrier(exchange, withBody));
        }
    }

    /**
     * Leaves in order: has the contract send all tabs away, then ends the streams that are left.
     *
     * @param grace how long the tabs may take
     * @return completes when the tabs have gone or the grace is over
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        return parts.contract()
                .drain(grace)
                .whenComplete((done, failure) -> parts.streams().endAll());
    }

    /**
     * Leaves in order and closes the host when the container takes the servlet out of service: it does so while tabs can still be
     * written to, and before it tells the application.
     */
    @Override
    public void destroy() {
        if (!closed) {
            drain(shutdownGrace)
                    .toCompletableFuture()
                    .completeOnTimeout(null, shutdownGrace.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        close();
    }

    /** Ends all streams at once, and the host's threads. WebSockets end with the container. */
    @Override
    public void close() {
        closed = true;
        parts.streams().close();
        closeTimer.run();
        parts.resources().blocking().close();
    }
}
