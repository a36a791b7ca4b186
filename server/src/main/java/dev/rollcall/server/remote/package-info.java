// SPDX-License-Identifier: Apache-2.0
/** A running server, as its admin endpoints show it: its address, the calls to it, and its answers. */
@NullMarked
package dev.rollcall.server.remote;

import org.jspecify.annotations.NullMarked;
