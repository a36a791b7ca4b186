// SPDX-License-Identifier: Apache-2.0
export { BUILD_ID } from '@rollcall/client/build'
