// SPDX-License-Identifier: Apache-2.0
/** The one text form of commands and of what is kept about releases: JSON, read and written only here. */
@NullMarked
package dev.rollcall.protocol.command;

import org.jspecify.annotations.NullMarked;
