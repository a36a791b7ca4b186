// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT: the first asks to leave in order, the second leaves at once, with 130. Thread-safe.
 *
 * <p>A shutdown hook could not tell the second from the first, nor let the process end with 0.
 */
final class Signals {

    private static final int SECOND_SIGNAL = 130;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Signals() {}

    /** Takes the signals over from the virtual machine. */
    static Signals install() {
        Signals signals = new Signals();
        try {
            signals.handle(List.of("TERM", "INT"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signals: not to be had (expected: a JDK with module jdk.unsupported)", e);
        }
        return signals;
    }

    /** Waits for the first. */
    void await() throws InterruptedException {
        asked.await();
    }

    /*
     * Design: sun.misc.Signal is the only way the JDK offers. It is called by reflection because javac warns of the class
     * itself, whatever is suppressed, and warnings are errors here.
     */
    private void handle(List<String> names) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler received = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                received();
            }
            return null;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, received);
        for (String name : names) {
            Object number = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, number, proxy);
        }
    }

    private void received() {
        if (asked.getCount() == 0) {
            Runtime.getRuntime().halt(SECOND_SIGNAL);
        }
        asked.countDown();
    }
}
