// What lies outside of the cluster, as far as anybody's manifests ask for it: a few names that stay, and what their servers say.

interface Site { readonly address: string; readonly title: string }

/** Web servers that anybody may ask; addresses as DNS gave them. */
const SITES: ReadonlyMap<string, Site> = new Map([
  ['info.cern.ch', { address: '188.184.67.127', title: 'http://info.cern.ch' }],
  ['example.com', { address: '93.184.215.14', title: 'Example Domain' }], ['www.example.com', { address: '93.184.215.14', title: 'Example Domain' }],
  ['kubernetes.io', { address: '15.197.167.90', title: 'Kubernetes' }],
])
const BY_ADDRESS: ReadonlyMap<string, Site> = new Map([...SITES.values()].map(site => [site.address, site]))

/** The way there and back. */
export const OUTSIDE_MS = 40

/** The address of a name that is nobody's in the cluster; undefined: it is nobody's at all. */
export const outsideAddress = (name: string): string | undefined => SITES.get(name.toLowerCase().replace(/\.$/, ''))?.address

/** The page that a server outside answers with; undefined: no such server, or none on that port. */
export function outsidePage(address: string, port: number): string | undefined {
  const site = port === 80 || port === 443 ? BY_ADDRESS.get(address) : undefined
  return site && `<html><head>\n<title>${site.title}</title>\n</head>\n<body><h1>${site.title}</h1></body></html>\n`
}
