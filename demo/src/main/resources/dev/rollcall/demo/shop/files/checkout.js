// SPDX-License-Identifier: Apache-2.0
// The form, whose content a reload must not lose.
import { emptyCart } from './cart.js'

/** Listens for the form; `placed` is called when the order has been placed. */
export function setUpCheckout(placed) {
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-checkout]')) return
    event.preventDefault()
    event.target.reset()
    emptyCart()
    placed()
  })
}

/** Returns whether the form holds something that a reload would lose. */
export function isUnsaved() {
  const fields = document.querySelectorAll('[data-checkout] input, [data-checkout] textarea')
  return [...fields].some((field) => field.value !== field.defaultValue)
}
