/** What the deployed Worker reads as secrets and variables, with values that reach nobody. */
export const testBindings = {
  STRIPE_SECRET_KEY: 'sk_test_goodwordtestkey000000000',
  STRIPE_API_BASE: '',
  STRIPE_WEBHOOK_SECRET: 'whsec_test_platform',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_test_connect',
  STRIPE_ACCOUNTS_WEBHOOK_SECRET: 'whsec_test_accounts',
  SIGNING_KEYS: 'k1:c2lnbmluZy1rZXktZm9yLXRlc3RzLW9ubHktMzJieXRlcw',
}
