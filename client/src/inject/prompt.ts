// SPDX-License-Identifier: Apache-2.0
import type { Update } from '../adapters/views'

const STYLE = `position:fixed;z-index:2147483000;inset:auto 1rem 1rem auto;max-width:min(24rem,calc(100vw - 2rem));display:flex;
flex-wrap:wrap;gap:.5rem;align-items:center;padding:.75rem 1rem;border:1px solid #8888;border-radius:.5rem;
background:Canvas;color:CanvasText;color-scheme:light dark;font:1rem/1.4 system-ui,sans-serif;box-shadow:0 .25rem 1rem #0004`

/**
 * Creates a prompt in the corner of the page. It never takes the focus and covers no more than it needs.
 *
 * @returns shows what there is to ask; null hides it
 */
export function createPrompt(): (update: Update | null) => void {
  const box = document.createElement('div')
  const text = document.createElement('span')
  let now: Update | null = null
  box.setAttribute('role', 'status')
  text.style.flex = '1 1 12rem'
  box.append(text, button('Reload', () => now?.reload()), button('Later', () => now?.dismiss()))
  return (update) => {
    now = update
    // A role that is announced must be in the page before its text changes.
    if (!box.isConnected) document.body.append(box)
    box.style.cssText = update === null ? 'display:none' : STYLE
    const said = update === null ? '' : textOf(update)
    if (text.textContent !== said) text.textContent = said
  }
}

/** What a prompt says. */
export function textOf({ pending, seconds, isRollback }: Update): string {
  if (pending !== null) return seconds === null ? 'This page is about to reload.' : `This page reloads in ${seconds} s.`
  return isRollback ? 'This page has gone back to an earlier version.' : 'A new version of this page is available.'
}

function button(label: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = label
  made.onclick = act
  return made
}
