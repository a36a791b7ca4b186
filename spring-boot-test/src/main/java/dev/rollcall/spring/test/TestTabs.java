// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import dev.rollcall.core.Rollcall;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Opens tabs without a browser and without a socket. They go through the whole contract, as a browser's do: they are
 * checked, counted, listed, notified, and reloaded by commands. What scripts do in a browser, a test does by calling
 * {@link TestTab#navigate}, {@link TestTab#acknowledge}, {@link TestTab#reload}.
 *
 * <p>What the application does on the test's own thread has reached the tabs when the call returns; a test must wait
 * for what other threads do, such as those of {@code ConnectionListener}s. Time passes only by {@link #advance}. Tabs
 * still open when the context closes are closed then; call {@link #closeAll} between tests that share a context.
 * Thread-safe.
 */
public final class TestTabs implements AutoCloseable {

    private static final String LOCAL = "localhost";

    private final List<TestTab> opened = new CopyOnWriteArrayList<>();
    private final Rollcall rollcall;
    private final Protocol protocol;
    private final String base;
    private final String host;
    private final ManualTimer clock;
    private final boolean labelled;

    /** @param labelled whether tabs carry the names of people who are signed in */
    TestTabs(Rollcall rollcall, Protocol protocol, ProtocolOptions options, ManualTimer clock, boolean labelled) {
        this.rollcall = rollcall;
        this.labelled = labelled;
        this.protocol = protocol;
        this.clock = clock;
        base = options.basePath();
        List<String> hosts = options.find(ContractSettings.ALLOWED_HOSTS);
        host = hosts == null || hosts.isEmpty() || hosts.get(0).startsWith("*") ? LOCAL : hosts.get(0);
    }

    /**
     * Opens a tab.
     *
     * @param route the path that it is on, such as {@code /checkout}
     * @param version the build that it runs
     * @throws TabRefusedException when the tab is not admitted
     */
    public TestTab open(String route, String version) {
        return tab().route(route).version(version).open();
    }

    /**
     * Begins the description of a tab that needs more than {@link #open(String, String)}: headers, a person, observing.
     */
    public TestTabBuilder tab() {
        return new TestTabBuilder(this);
    }

    /** Returns the tabs that were opened here and are still open, oldest first. */
    public List<TestTab> open() {
        settle();
        return opened.stream().filter(TestTab::isOpen).toList();
    }

    /**
     * Lets time pass, like {@link ManualTimer#advance}: leases run out, paced commands continue, tabs are asked for
     * signs of life. All of that runs on this thread, before the call returns.
     *
     * @param by how long; not negative
     */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** Closes all tabs that were opened here. */
    public void closeAll() {
        opened.forEach(TestTab::close);
        opened.clear();
    }

    /** Closes all tabs when the context closes. */
    @Override
    public void close() {
        closeAll();
    }

    /** Returns whether tabs carry the names of people who are signed in. */
    boolean areLabelled() {
        return labelled;
    }

    /** Waits until everything due now has been done. */
    void settle() {
        clock.advance(Duration.ZERO);
    }

    TestTab open(TestTabBuilder described) {
        TestTab tab = TestTab.open(this, protocol, described.request(base + "/ws", host), described);
        opened.add(tab);
        settle();
        tab.admitted(rollcall);
        return tab;
    }
}
