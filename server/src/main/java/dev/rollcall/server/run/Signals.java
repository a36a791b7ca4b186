// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first one asks the server to stop in order, the second ends the process at once with exit code
 * 130. SIGHUP, which a closing terminal sends and which makes other servers read their settings again, is only logged.
 * Thread-safe.
 *
 * <p>A shutdown hook could not tell the second signal from the first, nor let the process end with exit code 0.
 */
final class Signals {

    private static final int SECOND_SIGNAL = 130;

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final CountDownLatch first = new CountDownLatch(1);

    private Signals() {}

    /** Takes over the three signals from the virtual machine. */
    static Signals install() {
        Signals signals = new Signals();
        try {
            for (String name : List.of("TERM", "INT")) {
                signals.handle(name, signals::received);
            }
            signals.handle("HUP", Signals::hungUp);
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
     * Design: sun.misc.Signal is the only means that the JDK offers. It is called by reflection because javac warns
     * about the class whatever is suppressed, and warnings are errors here.
     */
    private void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler received = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, received);
        Object number = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, number, proxy);
    }

    private static void hungUp() {
        LOG.info("SIGHUP: the server goes on. New certificates are read without it; other settings need a restart");
    }

    private void received() {
        if (first.getCount() == 0) {
            Runtime.getRuntime().halt(SECOND_SIGNAL);
        }
        first.countDown();
    }
}
