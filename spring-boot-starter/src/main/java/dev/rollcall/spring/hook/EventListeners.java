// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import dev.rollcall.spring.ConnectionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * The listeners of one application context, found and called by the rules of Spring itself: {@code @EventListener} methods,
 * and beans that are an {@link ApplicationListener}. Thread-safe.
 */
final class EventListeners extends SimpleApplicationEventMulticaster {

    private final AbstractApplicationContext context;

    private EventListeners(AbstractApplicationContext context) {
        super(context.getBeanFactory());
        this.context = context;
        context.getApplicationListeners().forEach(this::addApplicationListener);
        for (String name : context.getBeanNamesForType(ApplicationListener.class, true, false)) {
            addApplicationListenerBean(name);
        }
    }

    /** Returns those of a context and of its parents, whose listeners also receive what is published in the context. */
    static List<EventListeners> of(ApplicationContext context) {
        List<EventListeners> all = new ArrayList<>();
        for (@Nullable ApplicationContext at = context; at != null; at = at.getParent()) {
            if (at instanceof AbstractApplicationContext whole) {
                all.add(new EventListeners(whole));
            }
        }
        return all;
    }

    /** Returns the listeners to one kind of event. Creates those that are beans. */
    Collection<ApplicationListener<?>> to(Class<? extends ConnectionEvent> type) {
        ResolvableType event = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, type);
        return getApplicationListeners(new PayloadApplicationEvent<Object>(context, type), event);
    }

    /** Calls a listener, on this thread. */
    void call(ApplicationListener<?> listener, ConnectionEvent event) {
        invokeListener(listener, new PayloadApplicationEvent<>(context, event));
    }
}
