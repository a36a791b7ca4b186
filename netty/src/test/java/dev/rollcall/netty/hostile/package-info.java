// SPDX-License-Identifier: Apache-2.0
/** What strangers do to end a service, against a host in its own process with little memory. */
@NullMarked
package dev.rollcall.netty.hostile;

import org.jspecify.annotations.NullMarked;
