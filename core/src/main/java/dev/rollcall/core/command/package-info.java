// SPDX-License-Identifier: Apache-2.0
/** Commands as data: what tabs are to do, which tabs, who asked, and the outcome. */
@NullMarked
package dev.rollcall.core.command;

import org.jspecify.annotations.NullMarked;
