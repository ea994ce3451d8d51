import { subscribe } from 'node:diagnostics_channel';

/** Time in which at least one request is on its way, until its answer begins: Node tells of every request, whichever client sends it. */
export class EngineWaits {
  ms = 0;
  requests = 0;
  #open = 0;
  #since = 0;

  constructor() {
    for (const channel of ['undici:request:create', 'http.client.request.start'])
      subscribe(channel, () => {
        this.requests += 1;
        this.#open += 1;
        if (this.#open === 1) this.#since = performance.now();
      });
    for (const channel of ['undici:request:headers', 'http.client.response.finish'])
      subscribe(channel, () => {
        this.#open -= 1;
        if (this.#open === 0) this.ms += performance.now() - this.#since;
      });
  }
}
