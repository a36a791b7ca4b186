// SPDX-License-Identifier: Apache-2.0
// The cart. It is kept in the tab's session storage, to survive reloads: [slug, name, cents, number] for each product.

const KEY = 'cart'

/** Listens for the buttons that put products in and take them out. */
export function setUpCart() {
  document.addEventListener('submit', (event) => {
    const { add, name, cents } = event.target.dataset
    if (add === undefined) return
    event.preventDefault()
    change(add, 1, name, Number(cents))
    event.target.querySelector('[role=status]').textContent = `${name} is in the cart.`
  })
  document.addEventListener('click', (event) => {
    const { slug } = event.target.dataset
    if (slug === undefined) return
    change(slug, -1)
    document.querySelector('main h1').focus()
  })
}

/** Shows what is in the cart, on any page. */
export function showCart() {
  const items = read()
  const count = items.reduce((sum, [, , , number]) => sum + number, 0)
  document.getElementById('cart-count').textContent = count === 0 ? '' : `(${count})`
  const full = document.querySelector('[data-cart=full]')
  if (full === null) return
  full.hidden = items.length === 0
  document.querySelector('[data-cart=empty]').hidden = items.length > 0
  full.querySelector('tbody').replaceChildren(...items.map(row))
  full.querySelector('[data-total]').textContent = price(items.reduce((sum, [, , cents, number]) => sum + cents * number, 0))
}

/** Empties the cart. */
export function emptyCart() {
  write([])
  showCart()
}

function change(slug, by, name, cents) {
  const items = read()
  const item = items.find(([known]) => known === slug)
  if (item) item[3] += by
  else items.push([slug, name, cents, by])
  write(items.filter(([, , , number]) => number > 0))
  showCart()
}

function row([slug, name, cents, number]) {
  const row = document.createElement('tr')
  const less = document.createElement('button')
  less.type = 'button'
  less.className = 'plain'
  less.dataset.slug = slug
  less.textContent = 'Remove one'
  less.setAttribute('aria-label', `Remove one ${name}`)
  row.append(cell(name), cell(String(number)), cell(price(cents * number)), cell(less))
  return row
}

function cell(content) {
  const cell = document.createElement('td')
  cell.append(content)
  return cell
}

function price(cents) {
  return `€${(cents / 100).toFixed(2)}`
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? []
  } catch {
    return [] // storage is blocked
  }
}

function write(items) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(items))
  } catch {
    // storage is blocked: the cart stays empty
  }
}
