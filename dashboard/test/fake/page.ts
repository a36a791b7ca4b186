// SPDX-License-Identifier: Apache-2.0
import { createApp, effectScope, h, nextTick, type Component, type EffectScope } from 'vue'
import { afterEach } from 'vitest'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  document.body.replaceChildren()
  // The address keeps the view, and would give it to the next test.
  history.replaceState(null, '', location.pathname)
})

/** Runs a composable as a component would. Its scope ends with the test. */
export function inScope<T>(setup: () => T): T {
  const scope: EffectScope = effectScope()
  ends.push(() => scope.stop())
  return scope.run(setup) as T
}

/**
 * Mounts a component until the test ends.
 *
 * @param setup runs in a component above it, to provide something
 */
export function mount(component: Component, props: Record<string, unknown> = {}, setup: () => void = () => {}): HTMLElement {
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp({
    setup() {
      setup()
      return () => h(component, props)
    },
  })
  app.mount(root)
  ends.push(() => app.unmount())
  return root
}

/** Waits until promises have settled and the page is rendered. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTick()
}

/** Returns the only element that matches a selector. */
export function only<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelectorAll<E>(selector)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${selector}: ${found.length} elements (expected: 1)`)
  return found[0]
}

/** Submits a form. */
export function submit(form: HTMLFormElement): void {
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
}

/** Types a text into a field. */
export function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text
  field.dispatchEvent(new Event('input'))
}
