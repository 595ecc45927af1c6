/** The nth visitor follows a link with a browser of today: forty versions of one, an address each. It takes nothing packed: Miniflare would pack the empty body. */
export function visitTo(code: string, visitor: number, more: Record<string, string> = {}): string {
  const headers = { Host: 'partners.wrenmarch.example', ...headersOf(visitor), ...more }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET /r/${code} HTTP/1.1\r\n${lines.join('')}\r\n`
}

export function headersOf(visitor: number): Record<string, string> {
  return {
    'User-Agent': `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.${visitor % 40} Safari/537.36`,
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'Accept-Language': 'en-GB,en;q=0.9',
    'Sec-Fetch-Dest': 'document',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-Site': 'cross-site',
    'Upgrade-Insecure-Requests': '1',
    Referer: 'https://blog.ada.example/post',
    'CF-Connecting-IP': `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`,
    'CF-IPCountry': 'NL',
  }
}
