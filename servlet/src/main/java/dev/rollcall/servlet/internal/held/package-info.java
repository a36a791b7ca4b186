// SPDX-License-Identifier: Apache-2.0
/** What event streams and WebSockets share: one task at a time, encodings, and threads for calls that block. */
@NullMarked
package dev.rollcall.servlet.internal.held;

import org.jspecify.annotations.NullMarked;
