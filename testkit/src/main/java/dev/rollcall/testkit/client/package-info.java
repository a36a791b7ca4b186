// SPDX-License-Identifier: Apache-2.0
/**
 * Clients that share no code with Rollcall: the JDK's HttpClient and WebSocket for well-behaved tabs, raw sockets for
 * all others. Nothing here sleeps; everything waits for something to happen, and gives up after
 * {@link dev.rollcall.testkit.client.Inbox#PATIENCE}.
 */
@NullMarked
package dev.rollcall.testkit.client;

import org.jspecify.annotations.NullMarked;
