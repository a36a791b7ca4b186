// SPDX-License-Identifier: Apache-2.0
/** Commands that send tabs something at once, or change what the server keeps. */
@NullMarked
package dev.rollcall.server.operate.act;

import org.jspecify.annotations.NullMarked;
