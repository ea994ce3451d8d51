/** What a thread of a pool runs: hangs as a page does that cannot be read, or answers. */
export default function work({ url }: { url: string }): string {
  while (url === 'hang');
  return url;
}
