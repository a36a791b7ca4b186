export default {
  '/__skew': { target: process.env.ROLLCALL_URL ?? 'http://localhost:8080', ws: true },
}
