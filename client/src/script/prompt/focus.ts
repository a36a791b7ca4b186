// SPDX-License-Identifier: Apache-2.0
import type { Card } from './card'

/**
 * Keeps the card from covering the focused element (WCAG 2.2, 2.4.11) by moving it to the other edge of the window. If
 * the card goes away while it has the focus itself, the focus returns to where it came from.
 *
 * @returns a function to call when the card has changed
 */
export function stayOffFocus(document: Document, card: Card): () => void {
  const { host, box } = card
  let before: Element | null = null
  const look = (): void => {
    const focused = document.activeElement
    if (!focused || focused === document.body || focused === host) return
    box.classList.remove('top')
    if (!overlap(focused, box)) return
    box.classList.add('top')
    if (overlap(focused, box)) box.classList.remove('top') // the element is behind both edges
  }
  document.addEventListener('focusin', look)
  host.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof Element) before = relatedTarget
  })
  const { hide } = card
  card.hide = () => {
    const hadFocus = document.activeElement === host
    hide()
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
  return look
}

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
