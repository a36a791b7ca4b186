// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.core.hook.ListenerThread;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.spring.ConnectionEvent;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Calls the application's listeners, each on a thread of its own through a queue of its own: {@link ConnectionListener} beans,
 * {@code @EventListener} methods and {@link ApplicationListener} beans for {@link ConnectionEvent}s. One that is slow or
 * throws hurts no other. Thread-safe.
 *
 * <p>It listens from before the first tab can come until the last one has gone. A listener that is added to the context after
 * its start is not called.
 */
public final class EventListenerThreads implements SmartLifecycle, HubObserver {

    private final ApplicationContext context;
    private final Telemetry telemetry;
    private volatile Followers followers = Followers.NONE;
    private volatile boolean running;

    /**
     * Observes the connections from now on; listeners are found, and called, from {@link #start} on.
     *
     * @param rollcall the one whose connections are observed
     * @param context has the listeners
     */
    public EventListenerThreads(Rollcall rollcall, ApplicationContext context) {
        this.context = context;
        this.telemetry = rollcall.internals().telemetry();
        rollcall.internals().hub().observe(this);
    }

    /** The listeners to each kind of event; one may listen to all three. */
    private record Followers(List<ListenerThread> opened, List<ListenerThread> moved, List<ListenerThread> closed) {

        static final Followers NONE = new Followers(List.of(), List.of(), List.of());

        List<ListenerThread> all() {
            return Stream.of(opened, moved, closed)
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
        }
    }

    @Override
    public void start() {
        IdentityHashMap<Object, ListenerThread> threads = new IdentityHashMap<>();
        List<EventListeners> contexts = EventListeners.of(context);
        List<ListenerThread> beans = Stream.of(context.getBeanNamesForType(ConnectionListener.class, true, false))
                .map(name -> new ListenerThread("bean " + name, new BeanListener(context, name), telemetry))
                .toList();
        followers = new Followers(
                both(beans, to(ConnectionEvent.Opened.class, contexts, threads)),
                both(beans, to(ConnectionEvent.RouteChanged.class, contexts, threads)),
                both(beans, to(ConnectionEvent.Closed.class, contexts, threads)));
        running = true;
    }

    /** @param threads those made so far, by the identity of the listener: the methods of two beans of one class are equal */
    private List<ListenerThread> to(
            Class<? extends ConnectionEvent> type,
            List<EventListeners> contexts,
            IdentityHashMap<Object, ListenerThread> threads) {
        return contexts.stream()
                .flatMap(listeners -> listeners.to(type).stream()
                        .map(listener -> threads.computeIfAbsent(
                                listener, found -> thread(new EventAdapter(listeners, listener)))))
                .distinct()
                .toList();
    }

    private ListenerThread thread(EventAdapter listener) {
        return new ListenerThread(listener.listenerName(), listener, telemetry);
    }

    private static List<ListenerThread> both(List<ListenerThread> some, List<ListenerThread> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Gives all listeners together two seconds for the events that wait, and drops the rest. */
    @Override
    public void stop() {
        running = false;
        ListenerThread.closeAll(followers.all());
        followers = Followers.NONE;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Returns the phase that starts before every web server, and stops after it. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void opened(Connection connection) {
        followers.opened.forEach(thread -> thread.opened(connection));
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        followers.moved.forEach(thread -> thread.routeChanged(connection, from, to));
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        followers.closed.forEach(thread -> thread.closed(connection, why));
    }
}
