// SPDX-License-Identifier: Apache-2.0
/** What several instances of an application share, so that they are one to tabs and administrators. */
@NullMarked
package dev.rollcall.spring.cluster;

import org.jspecify.annotations.NullMarked;
