// SPDX-License-Identifier: Apache-2.0
/** Messages to JSON and back. */
@NullMarked
package dev.rollcall.protocol.json;

import org.jspecify.annotations.NullMarked;
