const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

async function hmac(secret: string, message: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return hex(await crypto.subtle.sign('HMAC', key, encoder.encode(message)))
}

/** The `Stripe-Signature` of a body: one `v1` for each secret, two of them while a secret is being rotated. */
export async function signatureHeader(secrets: string[], body: string, at: number): Promise<string> {
  const signatures = await Promise.all(secrets.map((secret) => hmac(secret, `${at}.${body}`)))
  return [`t=${at}`, ...signatures.map((signature) => `v1=${signature}`)].join(',')
}
