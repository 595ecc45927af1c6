/*
 * Stands in for the packages by which the passkey library reads chains of certificates and what Android keys say of themselves
 * (wrangler.toml, `[alias]`): 40 KB of the deployed Worker. A passkey is asked for with attestation `none`, so no browser sends a
 * certificate; one that came with a chain is refused.
 */
class Absent {
  constructor() {
    throw new Error('This Worker reads no certificates of passkeys: see worker/identity/certificates-absent.ts')
  }
}

export {
  Absent as AuthorityKeyIdentifierExtension,
  Absent as CRLDistributionPointsExtension,
  Absent as KeyDescription,
  Absent as SubjectKeyIdentifierExtension,
  Absent as X509Certificate,
  Absent as X509ChainBuilder,
  Absent as X509Crl,
}

/** Of @peculiar/asn1-android. */
export const id_ce_keyDescription = '1.3.6.1.4.1.11129.2.1.17'
