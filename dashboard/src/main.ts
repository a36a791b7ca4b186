// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import App from './App.vue'
import { createAdmin } from './api/admin'
import './styles/tokens.css'
import './styles/base.css'

// The page is {base}/dashboard/, whatever the base is.
const base = new URL('..', document.baseURI).href.replace(/\/$/, '')

createApp(App, { admin: createAdmin(base) }).mount('#app')
