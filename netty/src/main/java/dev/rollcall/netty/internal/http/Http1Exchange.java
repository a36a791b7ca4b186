// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import org.jspecify.annotations.Nullable;

/** Requests of HTTP/1.1. Their connection stays for another request or becomes a held one. Event loop only. */
public abstract class Http1Exchange extends RequestExchange {

    private final GenericFutureListener<Future<? super Void>> sent = this::sent; // made once, not for each response
    private boolean stays; // after the response that is being sent

    /** Makes an exchange in this phase, without a time limit. */
    protected Http1Exchange(Channel channel, HostContext context, Phase phase) {
        super(channel, context, phase);
    }

    @Override
    public void stream(Response head, Opening opening) {
        Hold hold = hold(opening);
        if (hold != null) {
            hold.stream(head, opening);
        }
    }

    @Override
    public void upgrade(Opening opening) {
        Response refusal = handshakeRefusal();
        if (refusal != null) {
            opening.abandon();
            refuse(refusal);
            return;
        }
        Hold hold = hold(opening);
        if (hold != null) {
            hold.webSocket(request().headers(), opening);
        }
    }

    @Override
    protected final void entered(Phase next) {
        switch (next) {
            case FRESH -> note(Pending.Stage.SILENT);
            case IDLE -> note(Pending.Stage.IDLE);
            case READING -> note(Pending.Stage.ASKING);
            case DECIDING, WRITING -> {} // most end within this turn; noted only when they do not
            case LINGERING, HELD, OVER -> note(Pending.Stage.ANSWERED);
        }
    }

    @Override
    public void answer(Response response) {
        super.answer(response);
        noteIf(Phase.WRITING, Pending.Stage.ANSWERED);
    }

    @Override
    public void answerLater(Verdict.Later later) {
        super.answerLater(later);
        noteIf(Phase.DECIDING, Pending.Stage.DECIDING);
    }

    private void noteIf(Phase lasting, Pending.Stage stage) {
        if (phase() == lasting) {
            note(stage);
        }
    }

    private void note(Pending.Stage stage) {
        context().pending().stage(pending(), stage);
    }

    /** Returns the connection, as it is counted. */
    protected abstract Pending pending();

    private @Nullable Hold hold(Opening opening) {
        Hold hold = hold();
        if (hold == null) {
            opening.abandon();
            channel().close();
        } else {
            phase(Phase.HELD);
        }
        return hold;
    }

    /** Returns how to hold the connection; null when it no longer can be. */
    protected abstract @Nullable Hold hold();

    /** Returns why the WebSocket handshake of the current request is refused; null when it is correct. */
    protected @Nullable Response handshakeRefusal() {
        return NettyHandshake.refusal(request().head());
    }

    @Override
    protected final void send(Response response) {
        stays = request().keepsAlive() && context().pending().mayKeepAlive();
        sendWhole(response, stays).addListener(sent);
    }

    private void sent(Future<?> written) throws Exception {
        if (phase() != Phase.WRITING) {
            return;
        }
        if (written.isSuccess() && stays) {
            answered();
        } else {
            channel().close();
        }
    }

    /** Moves on to the next request: the response has been sent, and the connection stays. */
    protected abstract void answered() throws Exception;

    @Override
    protected final void sendLast(Response response) {
        write(ResponseWriter.whole(response, withBody(), false))
                .addListener(sent -> ChannelSupport.linger(channel(), sent.isSuccess(), timeout()));
        discardInput();
        channel().config().setAutoRead(true);
    }

    /** Discards everything behind the current request, including what is still to come. */
    protected abstract void discardInput();
}
