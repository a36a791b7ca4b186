// SPDX-License-Identifier: Apache-2.0
export const view = `shop, in ${BUILD_ID}`
