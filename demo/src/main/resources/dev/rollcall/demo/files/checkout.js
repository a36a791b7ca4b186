// SPDX-License-Identifier: Apache-2.0
// The form that must not be lost.
import { emptyCart } from './cart.js'

/** Listens to the form; `placed` is called when the order is. */
export function setUpCheckout(placed) {
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-checkout]')) return
    event.preventDefault()
    event.target.reset()
    emptyCart()
    placed()
  })
}

/** Whether somebody has typed something that a reload would lose. */
export function isUnsaved() {
  const fields = document.querySelectorAll('[data-checkout] input, [data-checkout] textarea')
  return [...fields].some((field) => field.value !== field.defaultValue)
}
