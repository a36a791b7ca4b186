// SPDX-License-Identifier: Apache-2.0
/** Data that earlier versions of the server kept, and how it is taken over. */
@NullMarked
package dev.rollcall.server.store;

import org.jspecify.annotations.NullMarked;
