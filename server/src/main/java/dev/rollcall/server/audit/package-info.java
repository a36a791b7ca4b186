// SPDX-License-Identifier: Apache-2.0
/** The file with a line for each command. */
@NullMarked
package dev.rollcall.server.audit;

import org.jspecify.annotations.NullMarked;
