// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** A process that holds tabs, half of them on WebSockets, half on event streams. One thread reads for all of them. */
public final class HeldTabs {

    private HeldTabs() {}

    /**
     * Opens tabs and holds them until the process is ended. If the server ends one of them, the process ends too: a
     * measurement with fewer tabs would be wrong.
     *
     * @param args the server's port, and the number of tabs
     */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                HeldTab tab = HeldTab.open(port, i % 2 == 0);
                SelectionKey unused = tab.channel().register(selector, SelectionKey.OP_READ, tab);
                selector.selectNow();
                read(selector, buffer); // The first tabs get pings while the last are being opened.
            }
            System.out.println(Child.READY + count);
            while (true) {
                selector.select();
                read(selector, buffer);
            }
        }
    }

    private static void read(Selector selector, ByteBuffer buffer) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (!((HeldTab) key.attachment()).read(buffer)) {
                throw new IOException("a tab was ended by the server");
            }
        }
        selector.selectedKeys().clear();
    }
}
