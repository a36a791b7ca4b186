export default defineEventHandler((event) => ({ client: getClientVersion(event) ?? null, outdated: isClientOutdated(event) }))
