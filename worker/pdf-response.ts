/** A PDF to keep, named without its ending; nobody between us and its reader keeps it. */
export const pdfResponse = (name: string, pdf: Uint8Array<ArrayBuffer>): Response =>
  new Response(pdf, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
