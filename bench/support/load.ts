/**
 * Load generator, in a process of its own so that it does not share an event loop with what it measures.
 * Run: node load.ts <base URL> <clients> <requests> <queries as JSON>. Prints one line of JSON: sorted latencies in ms, and seconds.
 */
const [base = '', clients = '1', requests = '1000', json = '[]'] = process.argv.slice(2);
const queries: string[] = JSON.parse(json);
const latencies: number[] = [];
let next = 0;

async function client(): Promise<void> {
  while (next < Number(requests)) {
    const query = queries[next % queries.length] ?? '';
    next += 1;
    const started = performance.now();
    const response = await fetch(`${base}/api/v1/search?q=${encodeURIComponent(query)}&limit=10`);
    await response.text();
    if (!response.ok) throw new Error(`${response.status} for ${query}`);
    latencies.push(performance.now() - started);
  }
}

const all = () => Promise.all(Array.from({ length: Number(clients) }, client));
await all(); // the first round warms the code and the caches of all threads that are measured
latencies.length = 0;
next = 0;
const started = performance.now();
await all();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, latencies: latencies.toSorted((a, b) => a - b) }));
