// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import dev.rollcall.testkit.client.RawSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tabs in a separate process: one process may not be allowed enough open files for both ends of ten thousand streams. */
final class TabProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private TabProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Opens tabs, one in ten on a WebSocket, the others on event streams; returns when all have been greeted. */
    static TabProcess hold(int port, int count) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        TabProcess started = new TabProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        path,
                        TabProcess.class.getName(),
                        Integer.toString(port),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.line("held");
        return started;
    }

    /** Returns how many tabs were told when to come back. Call it once the server has ended all of them. */
    int toldToReconnect() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return line("told");
    }

    @Override
    public void close() {
        process.destroy();
    }

    private int line(String name) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(name + " ")) {
            throw new AssertionError("tabs: " + line + " (expected: " + name + ")");
        }
        return Integer.parseInt(line.substring(name.length() + 1));
    }

    /** Runs the other process: opens the tabs, waits for a line, reads to the end, and prints how many were told. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        List<RawSocket> tabs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tabs.add(open(port, i % 10 == 0));
        }
        System.out.println("held " + tabs.size());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        long told = tabs.stream()
                .filter(tab -> tab.readToEnd().contains("\"reconnect\""))
                .count();
        System.out.println("told " + told);
    }

    private static RawSocket open(int port, boolean webSocket) {
        RawSocket tab = RawSocket.connect(port);
        if (webSocket) {
            tab.upgrade("/__skew/ws").head();
        } else {
            tab.request("GET", "/__skew/sse").head();
        }
        return tab;
    }
}
