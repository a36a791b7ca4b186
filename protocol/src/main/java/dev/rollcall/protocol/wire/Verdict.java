// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.fault.OncePerMinute;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host must do with a request. A host calls {@link #carryOut} once, or {@link #abandon} when the client has gone
 * before that.
 */
public sealed interface Verdict {

    /** Carries out this verdict by calling exactly one method of the carrier, on this thread. */
    void carryOut(Carrier carrier);

    /** Gives back what was reserved for the request, when nobody is left to carry out the verdict for. */
    default void abandon() {}

    /** Returns the same verdict with its response changed: the answer, now or later, or the head of the stream. */
    Verdict mapResponse(UnaryOperator<Response> change);

    /** A host's four ways of treating one request. Called on the thread that calls {@link Verdict#carryOut}. */
    interface Carrier {

        /** Sends a response and is done. It may be the refusal of an upgrade. */
        void answer(Response response);

        /**
         * Sends a response that is made now, because making it opens a lease. A host that can tell that the client has gone
         * already makes none, and abandons it; so does one that then fails to send it.
         *
         * @param answering makes the response; to be called at once
         */
        default void answer(Answering answering) {
            answer(answering.answer());
        }

        /**
         * Sends a response when it is there. A host that learns before that that the client has gone {@linkplain Later#abandon
         * abandons} it.
         *
         * @param later its response never fails, completes on any thread, within the contract's own time limits
         */
        void answerLater(Later later);

        /**
         * Holds an SSE stream: sends the head (no {@code Content-Length}; the body ends with the connection), then calls
         * {@link Opening#open}.
         *
         * @param head status and headers; its body is empty
         * @param opening to be opened, or abandoned when the client has gone first
         */
        void stream(Response head, Opening opening);

        /**
         * Does the WebSocket handshake (RFC 6455, section 4.2; no subprotocol, no extension), then calls
         * {@link Opening#open}. The host itself refuses a malformed handshake with 400, or with 426 when only the version
         * does not fit.
         *
         * @param opening to be opened, or abandoned when the handshake fails
         */
        void upgrade(Opening opening);
    }

    /**
     * Send this response.
     *
     * @param response what to send
     */
    record Answer(Response response) implements Verdict {
        @Override
        public void carryOut(Carrier carrier) {
            carrier.answer(response);
        }

        @Override
        public Verdict mapResponse(UnaryOperator<Response> change) {
            return new Answer(change.apply(response));
        }
    }

    /**
     * Send this response when it is there.
     *
     * @param response what to send, later
     * @param gone called when nobody waits for it any longer: what works on it may stop
     */
    record Later(CompletionStage<Response> response, Runnable gone) implements Verdict {

        private static final Logger LOG = LoggerFactory.getLogger(Later.class);
        private static final OncePerMinute FAILURES = new OncePerMinute();

        /** Turns a failure into 500, so that no host has to. */
        public Later {
            response = response.exceptionally(failure -> {
                long more = FAILURES.next();
                if (more != OncePerMinute.HELD_BACK) {
                    LOG.warn(
                            "A response failed ({} more since the last such line); it was answered 500. Please report this.",
                            more,
                            failure);
                }
                Fatal.check(failure);
                return HttpErrors.FAILED;
            });
        }

        /** A response that is worked on to its end, whether or not somebody waits for it. */
        public Later(CompletionStage<Response> response) {
            this(response, () -> {});
        }

        @Override
        public void carryOut(Carrier carrier) {
            carrier.answerLater(this);
        }

        /** May be called when the verdict has been carried out too, from any thread; more than once does nothing more. */
        @Override
        public void abandon() {
            gone.run();
        }

        @Override
        public Verdict mapResponse(UnaryOperator<Response> change) {
            return new Later(response.thenApply(change), gone);
        }
    }

    /**
     * Open a lease and send what waits for its tab, if the client is still there.
     *
     * @param answering makes the response
     */
    record Lease(Answering answering) implements Verdict {
        @Override
        public void carryOut(Carrier carrier) {
            carrier.answer(answering);
        }

        @Override
        public void abandon() {
            answering.abandon();
        }

        @Override
        public Verdict mapResponse(UnaryOperator<Response> change) {
            return new Lease(new Answering() {
                @Override
                public Response answer() {
                    return change.apply(answering.answer());
                }

                @Override
                public void abandon() {
                    answering.abandon();
                }
            });
        }
    }

    /**
     * Hold an SSE stream.
     *
     * @param head status and headers; its body is empty
     * @param opening makes the tab
     */
    record Stream(Response head, Opening opening) implements Verdict {
        @Override
        public void carryOut(Carrier carrier) {
            carrier.stream(head, opening);
        }

        @Override
        public void abandon() {
            opening.abandon();
        }

        @Override
        public Verdict mapResponse(UnaryOperator<Response> change) {
            return new Stream(change.apply(head), opening);
        }
    }

    /**
     * Upgrade to a WebSocket.
     *
     * @param opening makes the tab
     */
    record Upgrade(Opening opening) implements Verdict {
        @Override
        public void carryOut(Carrier carrier) {
            carrier.upgrade(opening);
        }

        @Override
        public void abandon() {
            opening.abandon();
        }

        /** Returns this: the handshake is the host's. */
        @Override
        public Verdict mapResponse(UnaryOperator<Response> change) {
            return this;
        }
    }

    /** A polling tab that has been let in but has no lease yet. */
    interface Answering {

        /** Opens the lease and returns what waits for the tab. To be called at most once, when the response can be written. */
        Response answer();

        /** Gives back the place that was kept for the lease, and ends the lease if there is one: nobody knows of it. */
        void abandon();
    }

    /** A tab that has been let in but is not connected yet. Exactly one of the two methods must be called, once. */
    interface Opening {

        /**
         * Registers the connection and sends {@code connected}. To be called on the connection's own thread, when the
         * wire can be written.
         *
         * @param wire the way to the tab
         * @return the tab that is to hear of everything that happens on the wire
         */
        HeldTab open(Wire wire);

        /** Gives back the place that was kept for the connection. */
        void abandon();
    }
}
