// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.DataMessage;
import dev.rollcall.core.message.Message;
import java.util.function.Consumer;

/** One open tab of a visitor. Hears what the server says and passes on what matters, each kind of news once. Thread-safe. */
final class Tab implements Outbound {

    /** What a tab was told, the more urgent the later. */
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
    private final Consumer<Tab> inbox;
    private News news = News.NONE;

    /** @param inbox is told when there are news, by whatever thread brings them; must be quick */
    Tab(Visitor visitor, Connection connection, Consumer<Tab> inbox) {
        this.visitor = visitor;
        this.connection = connection;
        this.inbox = inbox;
    }

    Visitor visitor() {
        return visitor;
    }

    Connection connection() {
        return connection;
    }

    /** The most urgent of what it was told. */
    synchronized News news() {
        return news;
    }

    @Override
    public int send(Message message) {
        hear(newsOf(message));
        return 0; // no bytes are made: nobody reads them
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
