// SPDX-License-Identifier: Apache-2.0
/** Whose request it is: addresses, the proxies in front of us, and how much of an address may be shown. */
@NullMarked
package dev.rollcall.protocol.http.address;

import org.jspecify.annotations.NullMarked;
