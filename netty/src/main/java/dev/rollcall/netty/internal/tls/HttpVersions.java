// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import io.netty.channel.Channel;

/** Sets up a channel for the version of HTTP that was negotiated. Thread-safe; called on the channel's event loop. */
public interface HttpVersions {

    /** Serves HTTP/1.1 on a channel that has read nothing of it yet. */
    void http1(Channel channel);

    /** Serves HTTP/2 on a channel that has read nothing of it yet, not even the preface. */
    void http2(Channel channel);
}
