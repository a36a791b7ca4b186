// SPDX-License-Identifier: Apache-2.0
/** What a tab sends and presents: messages, the proof of its connection, the headers of its handshake. */
@NullMarked
package dev.rollcall.protocol.tab.input;

import org.jspecify.annotations.NullMarked;
