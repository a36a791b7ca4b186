// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.HttpErrors;
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

/** Hands a connection to the container's WebSocket. Loaded only where Jakarta WebSocket 2.1 or later is. */
final class WebSocketUpgrade {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketUpgrade.class);

    private WebSocketUpgrade() {}

    /** Answers the handshake, which has been found sound; or 500. */
    static void carryOut(Object container, HttpServletRequest request, HttpServletResponse response, WebSocketWire wire)
            throws IOException {
        // The class that is named must be public for Jetty; which object it is, the configurator says.
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Endpoint.class, "/rollcall")
                .configurator(new Only(wire))
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
                Answering.now(response, HttpErrors.FAILED, true);
            }
        }
    }

    /** One endpoint for one handshake; no extensions (S9); the contract has looked at the origin already. */
    private static final class Only extends ServerEndpointConfig.Configurator {

        private final WebSocketWire wire;

        Only(WebSocketWire wire) {
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
