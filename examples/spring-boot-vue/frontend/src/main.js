// SPDX-License-Identifier: Apache-2.0
import { rollcall } from '@rollcall/client/vue'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router.js'
import './style.css'

// The tab reports its build and, after each navigation, its page.
createApp(App).use(rollcall({ version: BUILD_ID, router })).use(router).mount('#app')
