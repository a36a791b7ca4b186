// SPDX-License-Identifier: Apache-2.0
/** The command line: its commands, their options and their help. */
@NullMarked
package dev.rollcall.server.command;

import org.jspecify.annotations.NullMarked;
