/** Secrets that reach nobody. */
export const testSecrets = {
  STRIPE_SECRET_KEY: 'sk_test_goodwordtestkey000000000',
  STRIPE_WEBHOOK_SECRET: 'whsec_test_platform',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_test_connect',
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: 'whsec_test_accounts',
  SIGNING_KEYS: 'k1:c2lnbmluZy1rZXktZm9yLXRlc3RzLW9ubHktMzJieXRlcw',
}

/** What a deployment would configure, for a company called Wrenmarch. */
export const testVariables = {
  ENVIRONMENT_NAME: 'test',
  COMPANY_NAME: 'Wrenmarch B.V.',
  PORTAL_ORIGIN: 'http://localhost:8787',
  ALLOWED_HOSTS: 'www.wrenmarch.example wrenmarch.example',
  MAIL_FROM: 'Wrenmarch Partners <partners@wrenmarch.example>',
  MONEY_EPOCH: '1',
  STRIPE_API_BASE: '',
  STRIPE_ACCOUNT_CONFIGURATION: 'recipient',
  STRIPE_PARTNER_COUNTRIES: 'NL GB US IE NO CA DE JP',
}
