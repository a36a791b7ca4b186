// SPDX-License-Identifier: Apache-2.0
/** Sends what a tab of another node sends to that node, and brings back the answer. */
@NullMarked
package dev.rollcall.protocol.tab.forward;

import org.jspecify.annotations.NullMarked;
