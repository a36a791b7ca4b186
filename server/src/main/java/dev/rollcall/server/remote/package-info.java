// SPDX-License-Identifier: Apache-2.0
/** A running server, as its admin endpoints show it: where it is, what it is asked, and what it answers. */
@NullMarked
package dev.rollcall.server.remote;

import org.jspecify.annotations.NullMarked;
