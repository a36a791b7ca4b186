// SPDX-License-Identifier: Apache-2.0
/** Commands as data: who has which tabs do what, and the outcome. */
@NullMarked
package dev.rollcall.core.command;

import org.jspecify.annotations.NullMarked;
