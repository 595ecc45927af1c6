import { CopyText } from './copy-text.tsx'
import { Facts } from './facts.tsx'
import { Instant } from './instant.tsx'
import { Sheet } from './sheet.tsx'

export type SealedUpTo = {
  n: number
  hash: string
  sealedAt: Date
  /** The newest seal that left by mail, and when the first mail of it went out. */
  anchor: { n: number; sentAt: Date } | undefined
}

/** How far the logs are chained, and up to which seal people can prove it by a mail. */
export const SealedUpToSheet = ({ n, hash, sealedAt, anchor }: SealedUpTo) => (
  <Sheet title="Seals">
    <Facts
      wide
      facts={[
        {
          label: 'Sealed up to',
          value: (
            <>
              Seal {n}, <Instant at={sealedAt} />
            </>
          ),
        },
        {
          label: 'Left by mail',
          value: anchor ? (
            <>
              Seal {anchor.n}, <Instant at={anchor.sentAt} />
            </>
          ) : (
            'Not yet; once a day'
          ),
        },
        { label: 'Hash', value: <CopyText text={hash} label={`Hash of seal ${n}`} /> },
      ]}
    />
  </Sheet>
)
