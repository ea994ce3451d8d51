import { count } from '../model/figures.ts';
import type { Losses } from '../store/crawl-store.ts';

/** What to say, and what to do, when the pages that were to leave the index were kept. */
export function lossSentence({ pages, vanishing, reasons }: Losses): string {
  const causes = Object.entries(reasons).map(([reason, n]) => `${count(n)} ${reason}`);
  return `${count(vanishing)} of ${count(pages)} pages would vanish from the index (${causes.join(', ')}). They stay searchable; if that is right, crawl again with --accept-losses.`;
}
