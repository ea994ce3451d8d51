/** Where an index is that is not a file: the nodes of one cluster, and its name there. */
export interface IndexAddress {
  /** http(s) addresses, user and password in them if they were given. */
  nodes: string[];
  name: string;
}

const DEFAULT_NAME = 'default';
/** What every engine takes as part of an index's name. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * Reads `http(s)://[user:password@]host:port[/name][,http(s)://host:port...]`: the first node's path is the index's name. Undefined when it
 * is none.
 */
export function parseIndexAddress(text: string): IndexAddress | undefined {
  const nodes = text.split(',').map((node) => node.trim());
  if (!nodes.every((node) => /^https?:\/\//i.test(node) && URL.canParse(node))) return undefined;
  const [first = ''] = nodes;
  const path = new URL(first).pathname.replace(/^\/|\/$/g, '');
  const name = path === '' ? DEFAULT_NAME : path;
  return NAME.test(name) ? { nodes, name } : undefined;
}
