// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.examples.servlet;

import org.jspecify.annotations.NullMarked;
