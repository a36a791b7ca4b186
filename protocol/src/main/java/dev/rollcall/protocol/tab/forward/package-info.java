// SPDX-License-Identifier: Apache-2.0
/** What a tab of another node sends goes to that node, and its answer comes back. */
@NullMarked
package dev.rollcall.protocol.tab.forward;

import org.jspecify.annotations.NullMarked;
