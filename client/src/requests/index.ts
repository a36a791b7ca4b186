// SPDX-License-Identifier: Apache-2.0
export { installFetch, versionedFetch } from './fetch'
export type { VersionedFetchOptions } from './fetch'
export { axiosVersion, ofetchVersion } from './interceptors'
export type { AxiosRequestLike, OfetchContextLike } from './interceptors'
export type { OriginOptions } from './origins'
export { VERSION_HEADER, VERSION_PARAMETER, versionedUrl } from './version-mark'
export type { HeadersLike, VersionSource } from './version-mark'
