import { encode } from 'uqr'

type QrCodeProps = {
  text: string
  /** What it leads to, for people who hear the page. */
  label: string
}

/** Rows of modules, dark ones true, with the quiet zone that a camera needs around them. */
export const qrModules = (text: string): boolean[][] => encode(text, { ecc: 'M', border: 4 }).data

/** Dark modules as one path, a run of neighbours at a time; one unit is one module. */
export function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data
    .map((row, y) =>
      Array.from(
        row
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
        ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
      ).join(''),
    )
    .join('')
  return { path, size }
}

/** A QR code that any camera reads: always dark on white, with its quiet zone, in both colour schemes. */
export const QrCode = ({ text, label }: QrCodeProps) => {
  const { path, size } = qrPath(text)
  return (
    <svg class="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect class="qr-code__ground" width={size} height={size} />
      <path class="qr-code__modules" d={path} />
    </svg>
  )
}
