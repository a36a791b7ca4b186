// SPDX-License-Identifier: Apache-2.0
/** One held connection as the contract sees it: what it may say, what is waiting for it, when it is closed. */
@NullMarked
package dev.rollcall.protocol.session;

import org.jspecify.annotations.NullMarked;
