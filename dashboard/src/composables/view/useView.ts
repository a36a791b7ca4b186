// SPDX-License-Identifier: Apache-2.0
import { reactive, shallowRef, watch, type ShallowRef } from 'vue'
import { readView, viewParameters, type View } from '../../model/address/view'
import { emptyFilter, type Filter } from '../../model/filter'
import { useDebounce } from '../shared/useDebounce'
import { onAddressChange, readAddress, writeAddress } from './address'

/** How long typing must pause before the address follows, in milliseconds: browsers limit how often it may change. */
const PAUSE_MILLIS = 300

/** What a person has chosen to look at. */
export interface UseView {
  /** Reactive; changed in place. The address follows it, and it follows the address. */
  readonly view: View
  /** Filters the connections by these fields alone, as a step that the browser's Back undoes. */
  narrow(fields: Partial<Filter>): void
  /** How often {@link UseView.narrow} was called. */
  readonly narrowed: Readonly<ShallowRef<number>>
}

/** Follows the view until the scope ends. */
export function useView(): UseView {
  const view = reactive(readView(readAddress()))
  const narrowed = shallowRef(0)
  let following = false
  const write = useDebounce(() => writeAddress(viewParameters(view)), PAUSE_MILLIS)

  // Another filter has other pages. At once, so that nobody asks for page 7 of it.
  const restart = (): void => void (following || (view.page = 0))
  watch(() => JSON.stringify(view.filter), restart, { flush: 'sync' })
  watch(() => JSON.stringify(view), write)
  onAddressChange(() => {
    following = true
    const { filter, ...rest } = readView(readAddress())
    Object.assign(view.filter, filter)
    Object.assign(view, rest)
    following = false
  })

  return {
    view,
    narrowed,
    narrow: (fields) => {
      writeAddress(viewParameters(view))
      Object.assign(view.filter, emptyFilter(), fields)
      writeAddress(viewParameters(view), true)
      narrowed.value++
    },
  }
}
