// SPDX-License-Identifier: Apache-2.0
// Not used by the core: an application that does not import it does not ship it.
import { createTimer } from '../core/browser/timer'
import type { BrowserWindow } from '../core/browser/browser-window'
import type { BeforeReload } from '../core/reload/reload-options'

/**
 * How often to look at the fields while a reload waits for them, in milliseconds: an application empties them silently.
 */
const LOOK_MILLIS = 1_000

/** The settings of {@link guardForms}. */
export interface FormGuardOptions {
  /**
   * A selector for fields that nobody would miss.
   *
   * @default 'input[type=search], [role=searchbox], [role=search] *'
   */
  readonly ignore?: string

  /**
   * The browser's window, for tests.
   *
   * @default the global one; without one (server-side rendering) nothing is guarded
   */
  readonly window?: BrowserWindow
}

/** A `beforeReload` that puts a reload off while a field on the page has been changed. */
export interface FormGuard extends BeforeReload {
  /** Returns whether a field on the page has been changed by the person. */
  isChanged(): boolean
  /** Says that the current contents of all fields are saved. */
  saved(): void
  /** Ends the guard. */
  stop(): void
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLElement

/**
 * Creates a guard for forms: `createRollcall({ version, beforeReload: guardForms() })`. A field counts as changed from
 * the person's input until its former contents are back, it is gone, or its form is reset. Submitting a form does not
 * count as saving, because that may fail: an application that keeps the form on the page calls {@link FormGuard.saved}.
 */
export function guardForms({
  ignore = 'input[type=search], [role=searchbox], [role=search] *',
  window: given,
}: FormGuardOptions = {}): FormGuard {
  const browser = (given ?? globalThis.window) as BrowserWindow | undefined
  const ended = new AbortController()
  const [changed, forget] = browser ? followFields(browser, ignore, ended.signal) : [() => false, () => {}]
  const ask = (): undefined | Promise<void> => {
    if (!changed()) return undefined
    const timer = createTimer(browser!, ended.signal)
    return new Promise((resolve) => {
      const look = (): void => (changed() ? timer(LOOK_MILLIS, look) : resolve())
      look()
    })
  }
  return Object.assign(ask, { again: true, reason: 'unsaved input', isChanged: changed, saved: forget, stop: () => ended.abort() })
}

/**
 * Follows what the person does to the fields of the page; returns a function that tells whether one is changed, and one
 * that forgets all changes.
 */
function followFields(browser: BrowserWindow, ignore: string, signal: AbortSignal): [() => boolean, () => void] {
  const before = new WeakMap<Field, string>()
  const touched = new Set<Field>()
  const options = { signal, capture: true }
  const on = (type: string, task: (field: Field) => void): void =>
    browser.document.addEventListener(type, (event) => task((event.composedPath()[0] ?? event.target) as Field), options)
  const remember = (field: Field): void => {
    if (isField(field) && !before.has(field)) before.set(field, contentsOf(field))
  }
  const touch = (field: Field): void => {
    if (!isField(field) || field.matches(ignore)) return
    if (!before.has(field)) before.set(field, contentsOf(field, true))
    touched.add(field)
  }
  const forget = (field: Field): void => {
    before.delete(field)
    touched.delete(field)
  }
  on('focusin', remember)
  on('input', touch)
  on('change', touch)
  on('reset', (form) => [...touched].filter((field) => (field as HTMLInputElement).form === (form as unknown)).forEach(forget))
  const isChanged = (field: Field): boolean => field.isConnected && contentsOf(field) !== before.get(field)
  return [() => [...touched].some(isChanged), () => [...touched].forEach(forget)]
}

function isField(field: Partial<Field>): boolean {
  return 'value' in field || field.isContentEditable === true
}

/** Returns the contents of a field as text; with `initial`, what the page itself put there. */
function contentsOf(field: Field, initial = false): string {
  if ('options' in field) {
    const chosen = [...field.options].filter(({ defaultSelected, selected }) => (initial ? defaultSelected : selected))
    return JSON.stringify(chosen.map(({ value }) => value))
  }
  if ('checked' in field && /^(checkbox|radio)$/.test(field.type)) return `${initial ? field.defaultChecked : field.checked}`
  if ('value' in field) return initial ? field.defaultValue : field.value
  return initial ? '' : (field.textContent ?? '')
}
