// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.metrics;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens in a Micrometer registry. Safe for use by many threads; never blocks. */
public final class MicrometerTelemetry implements Telemetry {

    private final Map<Transport, AtomicLong> open = new EnumMap<>(Transport.class);
    private final Map<Transport, Counter> opened = new EnumMap<>(Transport.class);
    private final Map<Transport, WordCounter> closed = new EnumMap<>(Transport.class);
    private final WordCounter rejected;
    private final WordCounter received;
    private final WordCounter sent;
    private final WordCounter dropped;
    private final WordCounter eventsDropped;
    private final WordCounter listenerFailures;
    private final Timer ticks;
    private final Counter tickBytes;
    private final Timer allowed;
    private final Timer denied;
    private final Timer authorizerWaits;
    private final Timer kept;
    private final Timer notKept;
    private final WordCounter deploymentAnswers;
    private final WordCounter webhooks;
    private final DeploymentGauge deploymentPhase;

    /** Puts its meters into the registry. */
    public MicrometerTelemetry(MeterRegistry registry) {
        for (Transport transport : Transport.values()) {
            connections(registry, transport);
        }
        rejected = new WordCounter(registry, "rollcall.rejected", "Requests and handshakes refused", "reason");
        received = new WordCounter(registry, "rollcall.messages.received", "Messages from tabs", "type");
        sent = new WordCounter(registry, "rollcall.messages.sent", "Messages handed to connections", "type");
        dropped = new WordCounter(
                registry, "rollcall.messages.dropped", "Messages not delivered because a queue was full", "queue");
        eventsDropped = new WordCounter(
                registry, "rollcall.listener.dropped", "Events that a slow listener has missed", "listener");
        listenerFailures = new WordCounter(
                registry, "rollcall.listener.failures", "Events on which a listener has failed", "listener");
        ticks = Timer.builder("rollcall.stats.ticks")
                .description("Building and handing out stats")
                .register(registry);
        tickBytes = Counter.builder("rollcall.stats.sent")
                .baseUnit("bytes")
                .description("Stats in bytes")
                .register(registry);
        allowed = authorizer(registry, true);
        denied = authorizer(registry, false);
        authorizerWaits = Timer.builder("rollcall.authorizer.waits")
                .description("Waiting for a thread to ask who may see stats")
                .register(registry);
        kept = journal(registry, true);
        notKept = journal(registry, false);
        deploymentAnswers = new WordCounter(
                registry,
                "rollcall.deployment.answers",
                "Questions of the deployment check, by what came of them",
                "result");
        webhooks = new WordCounter(registry, "rollcall.webhooks", "Calls of webhooks, by what came of them", "result");
        deploymentPhase = new DeploymentGauge(registry);
    }

    private void connections(MeterRegistry registry, Transport transport) {
        String name = transport.wireName();
        AtomicLong count = new AtomicLong();
        open.put(transport, count);
        Gauge.builder("rollcall.connections", count, AtomicLong::get)
                .description("Open connections")
                .tag("transport", name)
                .register(registry);
        opened.put(
                transport,
                Counter.builder("rollcall.connections.opened")
                        .description("Connections opened")
                        .tag("transport", name)
                        .register(registry));
        closed.put(
                transport,
                new WordCounter(
                        registry, "rollcall.connections.closed", "Connections closed", "reason", "transport", name));
    }

    private static Timer authorizer(MeterRegistry registry, boolean allowed) {
        return Timer.builder("rollcall.authorizer")
                .description("Asking who may see stats")
                .tag("allowed", String.valueOf(allowed))
                .register(registry);
    }

    private static Timer journal(MeterRegistry registry, boolean kept) {
        return Timer.builder("rollcall.journal.writes")
                .description("Writes to the journal, and how long each took until it was kept or refused")
                .tag("kept", String.valueOf(kept))
                .register(registry);
    }

    @Override
    public void opened(Transport transport) {
        of(open, transport).incrementAndGet();
        of(opened, transport).increment();
    }

    @Override
    public void closed(Transport transport, String reason) {
        of(open, transport).decrementAndGet();
        of(closed, transport).add(reason, 1);
    }

    @Override
    public void rejected(Refusal reason) {
        rejected.add(reason.word(), 1);
    }

    @Override
    public void received(String type) {
        received.add(type, 1);
    }

    @Override
    public void sent(String type, int count) {
        sent.add(type, count);
    }

    @Override
    public void dropped(String queue) {
        dropped.add(queue, 1);
    }

    @Override
    public void eventsDropped(String listener, int events) {
        eventsDropped.add(listener, events);
    }

    @Override
    public void listenerFailed(String listener) {
        listenerFailures.add(listener, 1);
    }

    @Override
    public void authorizerWaited(long nanos) {
        authorizerWaits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void statsTick(int subscribers, long bytes, long nanos) {
        tickBytes.increment((double) bytes);
        ticks.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void authorized(boolean allowed, long nanos) {
        (allowed ? this.allowed : denied).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void journaled(boolean isKept, long nanos) {
        (isKept ? kept : notKept).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void deploymentAsked(String result) {
        deploymentAnswers.add(result, 1);
    }

    @Override
    public void webhook(String result) {
        webhooks.add(result, 1);
    }

    @Override
    public void deploymentPhase(String phase) {
        deploymentPhase.now(phase);
    }

    /** The constructor has put something in for each transport. */
    private static <T> T of(Map<Transport, T> map, Transport transport) {
        return Objects.requireNonNull(map.get(transport), "transport");
    }
}
