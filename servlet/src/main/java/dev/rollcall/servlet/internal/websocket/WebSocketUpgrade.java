// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.http.ResponseSender;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a request to the container's WebSocket. Loading this class needs Jakarta WebSocket 2.1 or later, so it must not
 * be used in containers without it: {@link ContainerWebSocket} says which.
 */
public final class WebSocketUpgrade {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgrade.class);

    private WebSocketUpgrade() {}

    /** Returns the same request with its session and its person hidden from the container. */
    public static HttpServletRequest withoutSession(HttpServletRequest request) {
        return new SessionlessRequest(request);
    }

    /**
     * Answers a sound handshake and opens the tab; or answers 500 and gives the entry back.
     *
     * @param container what {@link ContainerWebSocket#of} returned
     * @param entry {@linkplain Entry#leave left} when the WebSocket has ended
     * @throws IOException when the client has gone
     */
    public static void upgrade(
            Object container,
            HttpServletRequest request,
            HttpServletResponse response,
            Entry entry,
            HostResources resources)
            throws IOException {
        WebSocketWire wire = new WebSocketWire(entry, resources);
        // Jetty wants the class named here to be public; the configurator says which object it is.
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Endpoint.class, "/rollcall")
                .configurator(new OneEndpoint(wire))
                .build();
        try {
            ((ServerContainer) container).upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (IOException e) {
            LOG.debug("A tab has gone before its WebSocket was open.", e);
        } catch (DeploymentException | RuntimeException e) {
            LOG.error("A WebSocket could not be opened; it was answered 500.", e);
        }
        if (response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
            wire.awaitOpen();
        } else {
            wire.abandon();
            if (!response.isCommitted()) {
                ResponseSender.sendNow(response, HttpErrors.FAILED, true);
            }
        }
    }

    /** One endpoint for one handshake, without extensions (S9). The contract has checked the origin already. */
    private static final class OneEndpoint extends ServerEndpointConfig.Configurator {

        private final WebSocketWire wire;

        OneEndpoint(WebSocketWire wire) {
            this.wire = wire;
        }

        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return true;
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(wire);
        }
    }
}
