// SPDX-License-Identifier: Apache-2.0
/** Files in which the server keeps what must outlive it. */
@NullMarked
package dev.rollcall.server.store;

import org.jspecify.annotations.NullMarked;
