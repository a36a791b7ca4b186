// SPDX-License-Identifier: Apache-2.0
/** A host for any Jakarta Servlet 6 container: a servlet that carries requests to the contract and its verdicts back. */
@NullMarked
package dev.rollcall.servlet;

import org.jspecify.annotations.NullMarked;
