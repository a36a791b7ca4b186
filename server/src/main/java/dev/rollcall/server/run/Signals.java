// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT: the first one asks the server to stop in order, the second ends the process at once with exit code
 * 130. Thread-safe.
 *
 * <p>A shutdown hook could not tell the second signal from the first, nor let the process end with exit code 0.
 */
final class Signals {

    private static final int SECOND_SIGNAL = 130;

    private final CountDownLatch first = new CountDownLatch(1);

    private Signals() {}

    /** Takes over the two signals from the virtual machine. */
    static Signals install() {
        Signals signals = new Signals();
        try {
            signals.handle(List.of("TERM", "INT"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "signals: not available (expected: a JDK with the module jdk.unsupported)", e);
        }
        return signals;
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        first.await();
    }

    /*
     * Design: sun.misc.Signal is the only means the JDK offers. It is called by reflection because javac warns about the
     * class whatever is suppressed, and warnings are errors here.
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
        if (first.getCount() == 0) {
            Runtime.getRuntime().halt(SECOND_SIGNAL);
        }
        first.countDown();
    }
}
