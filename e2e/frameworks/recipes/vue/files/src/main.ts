import { BUILD_ID } from '@rollcall/client/build'
import { rollcall } from '@rollcall/client/vue'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

createApp(App).use(rollcall({ version: BUILD_ID, router })).use(router).mount('#app')
