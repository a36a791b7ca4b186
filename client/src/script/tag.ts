// SPDX-License-Identifier: Apache-2.0
import type { Texts } from './prompt/texts'

/** What a page says in its script tag. */
export interface Tag {
  /** The build of the page; null if the tag names none. */
  readonly version: string | null
  /** The server's base address. */
  readonly base: string
  /** Whether routes are in the fragment of the address, as in `/#/basket`. */
  readonly isHashed: boolean
  /** The pattern of the page's route, such as `/product/:id`; undefined for none. */
  readonly group: string | undefined
  /** Whether the script shows its own prompt. */
  readonly hasPrompt: boolean
  /** The language of the prompt; undefined for the page's. */
  readonly lang: string | undefined
  /** The colours of the prompt: `light`, `dark`, or undefined for the visitor's preference. */
  readonly theme: string | undefined
  /** Texts in place of the built-in ones. */
  readonly texts: Partial<Texts>
}

/** The script's own address, with or without the hash of its content. */
const ADDRESS = /^(.+)\/client(\.[0-9a-f]+)?\.js$/

/**
 * Returns the tag of this script. A module, and a script in a bundle, cannot tell which tag it came from: then it is
 * the first that names a version.
 */
export function findTag(document: Document): Tag {
  const { currentScript } = document
  const element = hasVersion(currentScript)
    ? currentScript
    : document.querySelector<HTMLElement>('script[data-version][src*="/client."], script[data-version]')
  const { version, base, route, group, prompt, lang, theme, texts } = element?.dataset ?? {}
  return {
    version: version || null,
    base: base ?? ADDRESS.exec(addressOf(element))?.[1] ?? '/__skew',
    isHashed: route === 'hash',
    group,
    hasPrompt: prompt !== 'none',
    lang,
    theme,
    texts: textsOf(texts),
  }
}

function hasVersion(element: HTMLOrSVGScriptElement | null): element is HTMLScriptElement {
  return !!element?.dataset['version']
}

/** The address as resolved when the tag was read, without query. */
function addressOf(element: HTMLElement | null): string {
  return ((element as HTMLScriptElement | null)?.src ?? '').split(/[?#]/)[0]!
}

function textsOf(json: string | undefined): Partial<Texts> {
  try {
    return JSON.parse(json || '{}') as Partial<Texts>
  } catch (error) {
    console.warn(`rollcall: data-texts: ${error as Error} (expected: JSON, such as {"reload": "Reload"}); the built-in texts are used`)
    return {}
  }
}
