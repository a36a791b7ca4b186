// SPDX-License-Identifier: Apache-2.0
/** What earlier versions of the server kept, and what becomes of it. */
@NullMarked
package dev.rollcall.server.store;

import org.jspecify.annotations.NullMarked;
