// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.hostile;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.NettyHostBuilder;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The protocol on its own port, next to a large file and a large report. */
final class SmallServer {

    /** The length of {@code /file} and {@code /report}, in bytes. */
    static final int LARGE = 173_697;

    private static final Response FILE =
            new Response(200, Map.of("Content-Type", "text/javascript"), new byte[LARGE], true);

    private SmallServer() {}

    /** Serves until the process is ended. Arguments: certificate and key, for TLS. */
    public static void main(String[] arguments) throws InterruptedException {
        Rollcall rollcall = Rollcall.builder().build();
        Protocol protocol = new Protocol(rollcall, ProtocolOptions.defaults());
        NettyHostBuilder builder = NettyHost.builder(new WithLargeAnswers(protocol))
                .address("127.0.0.1")
                .eventLoops(2);
        if (arguments.length == 2) {
            builder.tls(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    rollcall.internals().timer());
        }
        NettyHost host = builder.start();
        System.err.println(
                "listens on " + (arguments.length == 2 ? "https" : "http") + "://127.0.0.1:" + host.port() + "/__skew");
        Thread.currentThread().join();
    }

    private record WithLargeAnswers(Protocol protocol) implements Contract {

        @Override
        public Verdict decide(Request request) {
            return switch (request.path()) {
                case "/file" -> new Verdict.Answer(FILE);
                case "/report" -> new Verdict.Answer(new Response(200, Map.of(), new byte[LARGE]));
                default -> protocol.decide(request);
            };
        }

        @Override
        public void watch(BooleanSupplier alive) {
            protocol.watch(alive);
        }

        @Override
        public void rejected(Refusal reason) {
            protocol.rejected(reason);
        }

        @Override
        public CompletionStage<@Nullable Void> drain(Duration grace) {
            return protocol.drain(grace);
        }
    }
}
