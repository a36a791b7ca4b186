// SPDX-License-Identifier: Apache-2.0

/**
 * Follows what the visitor types. Only their own input counts, so that what scripts and the browser fill in does not.
 *
 * @returns tells whether something is there that was typed and not sent
 */
export function followTyping(document: Document): () => boolean {
  const edited = new Set<Element>()
  document.addEventListener('input', (event) => {
    const [target] = event.composedPath()
    if (event.isTrusted && target instanceof Element) edited.add(target)
  }, true)
  // Sent, or given up. What a page then does with it is its own business: nothing is reloaded because of this.
  for (const type of ['submit', 'reset']) document.addEventListener(type, ({ target }) => forget(edited, target as Node))
  return () => [...edited].some((element) => element.isConnected && !isEmpty(element))
}

function forget(edited: Set<Element>, form: Node): void {
  for (const element of edited) if (form.contains(element)) edited.delete(element)
}

/** A box that was ticked is never empty, and nor is a choice. */
function isEmpty(element: Element): boolean {
  const { value, textContent } = element as Element & { readonly value?: string }
  return !(value ?? textContent)
}
