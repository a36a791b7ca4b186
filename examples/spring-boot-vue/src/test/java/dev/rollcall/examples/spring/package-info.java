// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.rollcall.examples.spring;

import org.jspecify.annotations.NullMarked;
