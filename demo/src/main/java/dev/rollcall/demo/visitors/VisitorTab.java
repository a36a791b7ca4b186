// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import java.util.function.Consumer;

/**
 * The open tab of a visitor. Receives what the server sends, and reports what matters, each kind of news once.
 * Thread-safe.
 */
final class VisitorTab implements Outbound {

    /** What the server told a tab, in order of urgency. */
    enum News {
        /** Nothing to act on. */
        NONE,
        /** There is a new version. */
        VERSION,
        /** Reload now. */
        RELOAD,
        /** The server has ended the connection. */
        ENDED
    }

    private final Visitor visitor;
    private final Connection connection;
    private final Consumer<VisitorTab> inbox;
    private News news = News.NONE;

    /**
     * Makes a tab.
     *
     * @param inbox takes this tab when there is news, on the thread that brings it; must not block
     */
    VisitorTab(Visitor visitor, Connection connection, Consumer<VisitorTab> inbox) {
        this.visitor = visitor;
        this.connection = connection;
        this.inbox = inbox;
    }

    /** Returns the visitor. */
    Visitor visitor() {
        return visitor;
    }

    /** Returns its connection. */
    Connection connection() {
        return connection;
    }

    /** Returns the most urgent news. */
    synchronized News news() {
        return news;
    }

    @Override
    public int send(Message message) {
        hear(newsOf(message));
        return 0; // nothing is encoded: nobody would read it
    }

    @Override
    public void close(Disconnect disconnect) {
        hear(News.ENDED);
    }

    private void hear(News heard) {
        synchronized (this) {
            if (heard.compareTo(news) <= 0) {
                return;
            }
            news = heard;
        }
        inbox.accept(this);
    }

    private News newsOf(Message message) {
        if (!message.type().equals("version") || !(message instanceof DataMessage data)) {
            return News.NONE;
        }
        if (Boolean.TRUE.equals(data.fields().get("force"))) {
            return News.RELOAD;
        }
        return connection.version().equals(data.fields().get("version")) ? News.NONE : News.VERSION;
    }
}
