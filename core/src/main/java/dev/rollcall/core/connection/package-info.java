// SPDX-License-Identifier: Apache-2.0
/** One open browser tab, the registry of them all, and the messages they are sent. */
@NullMarked
package dev.rollcall.core.connection;

import org.jspecify.annotations.NullMarked;
