// SPDX-License-Identifier: Apache-2.0
/**
 * Hosts on Netty: they carry requests to the contract and its verdicts back, and hold none of the contract's rules.
 *
 * <p>The packages below {@code internal} are not for applications. Each may use only those named before it:
 * {@code flow} (bounds on what others make the host hold), {@code frame} (WebSocket frames and events as bytes),
 * {@code held} (connections held on their channels), {@code serving} (what all connections share), {@code http},
 * {@code http2}, {@code tls}, {@code dense} (connections held without channels), {@code guest} (requests on the
 * connections of another server), {@code accept} (accepting connections and setting up their channels).
 */
@NullMarked
package dev.rollcall.netty;

import org.jspecify.annotations.NullMarked;
