// SPDX-License-Identifier: Apache-2.0
/** What commands show on a terminal, or write as plain lines without one. Knows nothing of servers. */
@NullMarked
package dev.rollcall.server.screen;

import org.jspecify.annotations.NullMarked;
