// SPDX-License-Identifier: Apache-2.0
/** What decides who is let in: origins, bots, rates and limits per address. */
@NullMarked
package dev.rollcall.protocol.http.guard;

import org.jspecify.annotations.NullMarked;
