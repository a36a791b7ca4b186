// SPDX-License-Identifier: Apache-2.0
/** The log that the process writes. */
@NullMarked
package dev.rollcall.server.logging;

import org.jspecify.annotations.NullMarked;
