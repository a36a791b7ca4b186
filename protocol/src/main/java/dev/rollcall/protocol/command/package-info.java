// SPDX-License-Identifier: Apache-2.0
/** The one text form of a command and of what is kept of releases: JSON, read and written here and nowhere else. */
@NullMarked
package dev.rollcall.protocol.command;

import org.jspecify.annotations.NullMarked;
