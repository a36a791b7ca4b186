// SPDX-License-Identifier: Apache-2.0
/** Reads settings from the command line, the environment and a file, and reports everything that is wrong with them. */
@NullMarked
package dev.rollcall.server.load;

import org.jspecify.annotations.NullMarked;
