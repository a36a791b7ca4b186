// SPDX-License-Identifier: Apache-2.0
/** Commands that only read. */
@NullMarked
package dev.rollcall.server.operate.look;

import org.jspecify.annotations.NullMarked;
