// SPDX-License-Identifier: Apache-2.0
/** How the process writes its log. */
@NullMarked
package dev.rollcall.server.logging;

import org.jspecify.annotations.NullMarked;
