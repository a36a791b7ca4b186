// SPDX-License-Identifier: Apache-2.0
import { createApp } from 'vue'
import App from './App.vue'
import { createAdminApi } from './api/admin'
import './styles/tokens.css'
import './styles/base.css'

// The page's address is {base}/dashboard/, whatever the server's base path is.
const base = new URL('..', document.baseURI).href.replace(/\/$/, '')

createApp(App, { api: createAdminApi(base) }).mount('#app')
