export function writeReport({results}) { return results.length }
