// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.message.Message;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the code that serves tabs a few thousand times before many tabs come. The virtual machine interprets code until
 * it has run often, so the first message to all tabs would take several times as long as later ones. The warm-up uses
 * its own server, on loopback and an undisclosed port; it is in no statistics and is closed afterwards.
 */
final class Warmup {

    private static final Logger LOG = LoggerFactory.getLogger(Warmup.class);
    private static final int ROUNDS = 8;
    private static final int TABS = 64;
    private static final int MESSAGES = 40;
    private static final String HEAD = String.join(
            "\r\n",
            " HTTP/1.1",
            "Host: localhost",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept-Language: en",
            "");
    private static final String UPGRADE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    private static final String SECRET = GeneratedSecret.make();
    private static final String BODY = "{\"version\":\"warm-up\",\"dryRun\":true}";
    private static final String RELEASE = String.join(
            "\r\n",
            "POST /__skew/admin/releases HTTP/1.1",
            "Host: localhost",
            "Authorization: Bearer " + SECRET,
            "Content-Type: application/json",
            "Content-Length: " + BODY.length(),
            "",
            BODY);

    private Warmup() {}

    /**
     * Starts the warm-up on its own thread, which ends within a few seconds. A failure does no harm; it is logged at
     * DEBUG.
     */
    static void begin() {
        Thread thread = new Thread(
                () -> {
                    try {
                        run();
                        LOG.debug("Warmed up");
                    } catch (IOException | RuntimeException e) {
                        LOG.debug("The warm-up failed; the first tabs will do its work.", e);
                    }
                },
                "rollcall-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() throws IOException {
        AdminSecrets secrets = AdminSecrets.builder().admin("warm-up", SECRET).build();
        try (Rollcall rollcall = Rollcall.builder().currentVersion("warm-up").build();
                Protocol protocol = new Protocol(
                        rollcall, ProtocolOptions.builder().secrets(secrets).build());
                NettyHost host = NettyHost.builder(protocol)
                        .address(InetAddress.getLoopbackAddress().getHostAddress())
                        .eventLoops(1)
                        .start()) {
            for (int round = 0; round < ROUNDS; round++) {
                round(rollcall, host.port());
            }
        }
    }

    private static void round(Rollcall rollcall, int port) throws IOException {
        List<Socket> tabs = new ArrayList<>();
        try {
            for (int i = 0; i < TABS; i++) {
                tabs.add(open(port, i % 2 == 0));
            }
            tabs.add(begin(port, RELEASE));
            for (int i = 0; i < MESSAGES; i++) {
                rollcall.internals().hub().send(any -> true, Message.of("warm-up", Map.of()));
            }
        } finally {
            for (Socket tab : tabs) {
                tab.close();
            }
        }
    }

    private static Socket open(int port, boolean webSocket) throws IOException {
        return begin(port, (webSocket ? "GET /__skew/ws" + HEAD + UPGRADE : "GET /__skew/sse?route=/" + HEAD) + "\r\n");
    }

    /** Sends a request and returns when the server has begun to answer. */
    private static Socket begin(int port, String request) throws IOException {
        Socket tab = new Socket(InetAddress.getLoopbackAddress(), port);
        tab.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        if (tab.getInputStream().read() < 0) {
            throw new IOException("the server closed the connection");
        }
        return tab;
    }
}
