/*
 * Stands in for the package by which the passkey library reads chains of certificates (wrangler.toml, `[alias]`): 35 KB of the deployed
 * Worker. A passkey is asked for with attestation `none`, so no browser sends a certificate; one that came with a chain is refused.
 */
class Absent {
  constructor() {
    throw new Error('This Worker reads no certificates of passkeys: see worker/identity/certificates-absent.ts')
  }
}

export {
  Absent as AuthorityKeyIdentifierExtension,
  Absent as CRLDistributionPointsExtension,
  Absent as SubjectKeyIdentifierExtension,
  Absent as X509Certificate,
  Absent as X509ChainBuilder,
  Absent as X509Crl,
}
