// SPDX-License-Identifier: Apache-2.0
import { createRouter, createWebHistory } from 'vue-router'

// Each page is a separate file, fetched when the page is opened. The server keeps the files of older builds.
const page = (path, title, component) => ({ path, component, meta: { title } })

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/shop' },
    page('/shop', 'Teas', () => import('./pages/ShopPage.vue')),
    page('/checkout', 'Checkout', () => import('./pages/CheckoutPage.vue')),
    page('/about', 'About', () => import('./pages/AboutPage.vue')),
    page('/login', 'Sign in', () => import('./pages/LoginPage.vue')),
    page('/admin', 'Who is here', () => import('./pages/AdminPage.vue')),
  ],
})

router.afterEach(({ meta }) => (document.title = `${meta.title ?? 'Not here'} · Leaf & Kettle`))
