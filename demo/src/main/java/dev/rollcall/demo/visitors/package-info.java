// SPDX-License-Identifier: Apache-2.0
/** Simulated visitors of the shop, connected in this process and without sockets. */
@NullMarked
package dev.rollcall.demo.visitors;

import org.jspecify.annotations.NullMarked;
