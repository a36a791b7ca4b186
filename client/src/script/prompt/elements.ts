// SPDX-License-Identifier: Apache-2.0
import { addStyle } from './style'

/** The elements of the prompt. */
export interface Elements {
  /** Holds the others in its shadow root. */
  readonly host: HTMLElement
  readonly box: HTMLElement
  readonly text: HTMLElement
  readonly time: HTMLElement
  readonly actions: HTMLElement
  readonly reload: HTMLButtonElement
  readonly later: HTMLButtonElement
}

/**
 * Creates the prompt's elements without any markup, as Trusted Types require. The text element is there from the start,
 * empty: screen readers announce what is put into a live region, not a region that appears. The time in it is a
 * separate live region that is off, so that nobody hears every second.
 */
export function createElements(document: Document, theme: string | undefined): Elements {
  const part = <K extends keyof HTMLElementTagNameMap>(tag: K, name: string, attributes: object): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag)
    for (const [attribute, value] of Object.entries({ ...attributes, part: name, class: name })) element.setAttribute(attribute, value)
    return element
  }
  const elements = {
    host: document.createElement('rollcall-prompt'),
    box: part('div', 'prompt', {}),
    text: part('p', 'text', { role: 'status', dir: 'auto' }), // such as English on an Arabic page
    time: part('span', 'time', { role: 'timer', 'aria-live': 'off' }),
    actions: part('div', 'actions', { hidden: '' }),
    reload: part('button', 'reload', { type: 'button' }),
    later: part('button', 'later', { type: 'button' }),
  }
  if (theme) elements.host.setAttribute('theme', theme)
  join(elements)
  return elements
}

function join({ host, box, text, actions, reload, later }: Elements): void {
  const root = host.attachShadow({ mode: 'open' })
  addStyle(root)
  actions.append(reload, later)
  box.append(text, actions)
  root.append(box)
}
