// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.emitter;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A server that holds event streams with Spring's {@link SseEmitter} and sends a message to all of them. */
@Configuration
@EnableAutoConfiguration
@RestController
public class EmitterServer {

    private static final long NEVER = 0;

    private final Set<SseEmitter> emitters = ConcurrentHashMap.newKeySet();

    /** For Spring. */
    public EmitterServer() {}

    /**
     * Starts the server.
     *
     * @param args the port
     */
    public static void main(String[] args) {
        var unused = new SpringApplication(EmitterServer.class)
                .run(
                        "--server.port=" + args[0],
                        "--server.address=127.0.0.1",
                        "--server.tomcat.max-connections=100000", // The default, 8,192, would hold fewer.
                        "--server.tomcat.accept-count=4096",
                        "--spring.main.banner-mode=off");
        System.out.println("listening on " + args[0]);
    }

    /** Opens an event stream and sends the greeting. */
    @GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public SseEmitter open() throws IOException {
        var emitter = new SseEmitter(NEVER);
        emitters.add(emitter);
        emitter.onCompletion(() -> emitters.remove(emitter));
        emitter.onError(failure -> emitters.remove(emitter));
        emitter.send(SseEmitter.event().data("{\"type\":\"connected\"}"));
        return emitter;
    }

    /**
     * Sends a message to all streams.
     *
     * @param tag the version in the message
     */
    @GetMapping("/fan")
    public String fan(@RequestParam("tag") String tag) {
        String message =
                "{\"type\":\"version\",\"version\":\"" + tag + "\",\"timestamp\":" + System.currentTimeMillis() + "}";
        emitters.forEach(emitter -> send(emitter, message));
        return "ok";
    }

    private void send(SseEmitter emitter, String message) {
        try {
            emitter.send(SseEmitter.event().data(message));
        } catch (IOException | IllegalStateException gone) {
            emitters.remove(emitter);
        }
    }
}
