// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that talk to a running server, as data: their names, options, examples, and what they do. They know
 * nothing of the library that parses the command line, and are made only when asked for, so that a command starts fast.
 */
@NullMarked
package dev.rollcall.server.operate;

import org.jspecify.annotations.NullMarked;
