import type { CrawlProgress } from '../model/events.ts';
import { jsonText, printable } from './printable.ts';
import { progressLine, summaryText } from './progress-view.ts';
import type { Output } from './world.ts';

/** In a pipe a line comes this often. */
const LINE_EVERY_MS = 5_000;
const ERASE_LINE = '\r\x1b[2K';

/** Tells a person or a program how a crawl goes: a bar on a terminal, lines in a pipe, JSON lines for machines. */
export class Reporter {
  readonly #out: Output;
  readonly #asJson: boolean;
  #hasBar = false;
  #lastLineAt = Number.NEGATIVE_INFINITY;

  constructor(out: Output, { log }: { log: 'text' | 'json' }) {
    this.#out = out;
    this.#asJson = log === 'json';
  }

  message(event: string, { text, ...fields }: { text: string; [field: string]: unknown }): void {
    if (this.#asJson) this.#json(event, { message: text, ...fields });
    else this.#print(`${text}\n`);
  }

  progress(progress: CrawlProgress, now: number): void {
    if (this.#out.isTerminal && !this.#asJson) {
      this.#out.write(`${ERASE_LINE}${printable(progressLine(progress, { columns: this.#out.columns }))}`);
      this.#hasBar = true;
    } else if (now - this.#lastLineAt >= LINE_EVERY_MS) {
      this.#lastLineAt = now;
      if (this.#asJson) this.#json('progress', { ...progress });
      else this.#print(`${progressLine(progress, { columns: undefined })}\n`);
    }
  }

  summary(progress: CrawlProgress): void {
    if (this.#asJson) this.#json('summary', { ...progress });
    else this.#print(summaryText(progress));
  }

  #json(event: string, fields: Record<string, unknown>): void {
    this.#out.write(jsonText({ time: new Date().toISOString(), event, ...fields }, { indent: 0 }));
  }

  #print(text: string): void {
    this.#out.write(`${this.#hasBar ? ERASE_LINE : ''}${printable(text)}`);
    this.#hasBar = false;
  }
}
