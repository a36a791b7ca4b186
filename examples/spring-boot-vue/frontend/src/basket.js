// SPDX-License-Identifier: Apache-2.0
import { computed, reactive, watch } from 'vue'

export const teas = [
  { id: 'sencha', name: 'Sencha', from: 'Shizuoka, first flush', cents: 1250, hue: 128 },
  { id: 'assam', name: 'Assam', from: 'Mangalam estate', cents: 890, hue: 18 },
  { id: 'oolong', name: 'Oolong', from: 'Alishan, high mountain', cents: 1640, hue: 46 },
  { id: 'rooibos', name: 'Rooibos', from: 'Cederberg', cents: 720, hue: 2 },
  { id: 'earl', name: 'Earl Grey', from: 'with bergamot', cents: 840, hue: 214 },
  { id: 'mint', name: 'Mint', from: 'whole leaves', cents: 560, hue: 158 },
]

export const price = (cents) => new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(cents / 100)

// Kept in the browser, so that a reload loses nothing and all tabs show the same basket.
const KEY = 'basket'
export const basket = reactive(JSON.parse(localStorage.getItem(KEY) ?? '{}'))
watch(basket, () => localStorage.setItem(KEY, JSON.stringify(basket)))
addEventListener('storage', ({ key, newValue }) => {
  if (key !== KEY) return
  empty()
  Object.assign(basket, JSON.parse(newValue ?? '{}'))
})

export const count = computed(() => Object.values(basket).reduce((sum, each) => sum + each, 0))
export const sum = computed(() => teas.reduce((total, { id, cents }) => total + cents * (basket[id] ?? 0), 0))

export const add = (id) => (basket[id] = (basket[id] ?? 0) + 1)
export function empty() {
  for (const id of Object.keys(basket)) delete basket[id]
}
