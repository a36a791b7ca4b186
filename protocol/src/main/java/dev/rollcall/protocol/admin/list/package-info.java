// SPDX-License-Identifier: Apache-2.0
/** The list of connections, page by page, over all nodes. */
@NullMarked
package dev.rollcall.protocol.admin.list;

import org.jspecify.annotations.NullMarked;
