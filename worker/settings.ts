import * as v from 'valibot'

const words = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter(Boolean)),
)
const secret = (name: string) => v.pipe(v.string(`${name} is missing`), v.trim(), v.minLength(8, `${name} is missing or too short`))
/** One secret, or two during a rotation. */
const secrets = (name: string) =>
  v.pipe(
    v.string(`${name} is missing`),
    v.transform((text) => text.split(/[\s,]+/).filter(Boolean)),
    v.minLength(1, `${name} is missing`),
    v.maxLength(2, `${name} may list two secrets at most`),
  )
const url = (name: string) => v.pipe(v.string(`${name} is missing`), v.url(`${name} must be an address`))

const settingsShape = v.object({
  ENVIRONMENT_NAME: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'ENVIRONMENT_NAME is 1 to 32 of a-z, 0-9 and -')),
  COMPANY_NAME: v.pipe(v.string(), v.minLength(1, 'COMPANY_NAME is missing')),
  PORTAL_ORIGIN: v.pipe(
    url('PORTAL_ORIGIN'),
    v.transform((text) => new URL(text).origin),
  ),
  ALLOWED_HOSTS: v.pipe(words, v.minLength(1, 'ALLOWED_HOSTS must name at least one host')),
  MAIL_FROM: v.pipe(v.string(), v.includes('@', 'MAIL_FROM must hold an address')),
  MONEY_EPOCH: v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'MONEY_EPOCH is a whole number from 1'), v.transform(Number)),
  SIGNING_KEYS: v.pipe(
    secret('SIGNING_KEYS'),
    v.regex(
      /^[a-z0-9]{1,8}:[A-Za-z0-9_-]{32,}( [a-z0-9]{1,8}:[A-Za-z0-9_-]{32,})?$/,
      'SIGNING_KEYS is id:base64url, the newest first, at most two',
    ),
  ),
  STRIPE_SECRET_KEY: v.pipe(
    secret('STRIPE_SECRET_KEY'),
    v.regex(/^(sk|rk)_(test|live)_/, 'STRIPE_SECRET_KEY must begin with sk_test_ or sk_live_'),
  ),
  STRIPE_API_BASE: v.union([v.literal(''), url('STRIPE_API_BASE')]),
  STRIPE_WEBHOOK_SECRET: secrets('STRIPE_WEBHOOK_SECRET'),
  STRIPE_CONNECT_WEBHOOK_SECRET: secrets('STRIPE_CONNECT_WEBHOOK_SECRET'),
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: secrets('STRIPE_ACCOUNTS_WEBHOOK_SECRET'),
  STRIPE_ACCOUNT_CONFIGURATION: v.picklist(
    ['recipient', 'recipient+merchant'],
    'STRIPE_ACCOUNT_CONFIGURATION is recipient or recipient+merchant',
  ),
  STRIPE_PARTNER_COUNTRIES: v.pipe(words, v.minLength(1, 'STRIPE_PARTNER_COUNTRIES must name at least one country')),
})

export type Settings = ReturnType<typeof readSettings>

/**
 * The deployed configuration, typed and checked.
 *
 * @throws Error that names every variable that is missing or malformed, never a value
 */
export function readSettings(env: Record<keyof v.InferInput<typeof settingsShape>, string>) {
  const read = v.safeParse(settingsShape, env)
  if (!read.success) throw new Error(`Configuration: ${read.issues.map((issue) => issue.message).join('; ')}`)
  const { output } = read

  return {
    environment: output.ENVIRONMENT_NAME,
    companyName: output.COMPANY_NAME,
    portalOrigin: output.PORTAL_ORIGIN,
    /** Hosts a tracked link may lead to, lower case, without port. */
    allowedHosts: output.ALLOWED_HOSTS.map((host) => host.toLowerCase()),
    mailFrom: output.MAIL_FROM,
    moneyEpoch: output.MONEY_EPOCH,
    /** The newest first; the second is still accepted during a rotation. */
    signingKeys: output.SIGNING_KEYS.split(' ').map((entry) => {
      const [id = '', key = ''] = entry.split(':')
      return { id, key }
    }),
    stripe: {
      secretKey: output.STRIPE_SECRET_KEY,
      apiBase: output.STRIPE_API_BASE,
      live: /^(sk|rk)_live_/.test(output.STRIPE_SECRET_KEY),
      webhookSecrets: {
        platform: output.STRIPE_WEBHOOK_SECRET,
        connect: output.STRIPE_CONNECT_WEBHOOK_SECRET,
        accounts: output.STRIPE_ACCOUNTS_WEBHOOK_SECRET,
      },
      accountConfiguration: output.STRIPE_ACCOUNT_CONFIGURATION,
      /** ISO 3166 alpha-2, upper case. */
      partnerCountries: output.STRIPE_PARTNER_COUNTRIES,
    },
  }
}
