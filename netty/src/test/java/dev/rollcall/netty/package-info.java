// SPDX-License-Identifier: Apache-2.0
/** Tests of the Netty host: handlers on embedded channels, and whole hosts over real sockets. */
@NullMarked
package dev.rollcall.netty;

import org.jspecify.annotations.NullMarked;
