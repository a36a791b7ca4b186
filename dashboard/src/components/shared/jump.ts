// SPDX-License-Identifier: Apache-2.0

/** The panels of the live page that people can jump to, by the id of their headings, in order. */
export const PANELS = [
  { id: 'history', label: 'Chart' },
  { id: 'versions', label: 'Versions' },
  { id: 'commands', label: 'Commands' },
  { id: 'routes', label: 'Routes' },
  { id: 'refused', label: 'Refused' },
] as const

/** Scrolls to a heading and moves the focus there, so that reading continues from it. */
export function jumpTo(id: string): void {
  document.getElementById(id)?.focus()
}
