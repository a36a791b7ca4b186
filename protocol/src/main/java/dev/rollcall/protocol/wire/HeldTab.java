// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

/**
 * One held connection as the contract sees it. A host tells it what happens on the wire; all methods are called on the
 * connection's own thread, and none throws.
 */
public interface HeldTab {

    /**
     * The largest message a tab may send, in bytes (16 KiB). A host that puts fragments together stops there and calls
     * {@link #tooBig}.
     */
    int MAX_MESSAGE_BYTES = 16 * 1024;

    /** A whole text message came (fragments put together, UTF-8 already checked). WebSocket only. */
    void text(String text);

    /** A binary message came. WebSocket only. */
    void binary();

    /** A message larger than {@link #MAX_MESSAGE_BYTES} is coming. WebSocket only. */
    void tooBig();

    /** A pong came, or any other sign of life that is not a message. WebSocket only. */
    void alive();

    /** The wire {@linkplain Wire#isWritable takes more} again. */
    void writable();

    /** The socket is gone, whichever side closed it. Further calls do nothing. */
    void closed();
}
