import { qrPath } from '../components/qr-code.tsx'

/** A QR code as a file of its own, for print: black on white, scaled to any size. */
export const QrFile = ({ text }: { text: string }) => {
  const { path, size } = qrPath(text)
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width="480"
      height="480"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={text}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
