// SPDX-License-Identifier: Apache-2.0
/** TLS: the certificate, which is read and renewed from files, and the choice of the HTTP version. */
@NullMarked
package dev.rollcall.netty.internal.tls;

import org.jspecify.annotations.NullMarked;
