// Keeps the progress lines of running crawls up to date with long polls. Without it the Reload link does.
const WAIT_SECONDS = 25;
const PAUSE_MS = { min: 500, afterFailure: 5000 };
const number = new Intl.NumberFormat('en');
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const partOf = (line, name) => line.querySelector(`[data-part=${name}]`);

function show(line, crawl) {
  const text = partOf(line, 'text');
  partOf(line, 'note').textContent = crawl.heldUpBy ?? '';
  const bar = line.querySelector('progress');
  bar.max = Math.max(1, crawl.expected);
  bar.value = crawl.searchable;
  const pages = number.format(crawl.searchable);
  if (crawl.state === 'running' || crawl.state === 'finishing') {
    text.textContent = `${pages} of at least ${number.format(crawl.expected)} pages searchable`;
    return true;
  }
  const complete = `is complete: ${pages} pages searchable${crawl.keptPages > 0 ? `. ${crawl.why}` : ''}`;
  const done = crawl.searchable === 0 ? `was crawled. ${crawl.why}` : complete;
  text.textContent = crawl.state === 'done' ? done : `${crawl.state}: ${crawl.why}`;
  bar.max = 1;
  bar.value = 1;
  line.dataset.state = crawl.state;
  return false;
}

async function follow(line) {
  let after = line.dataset.revision;
  let shownAt = new Date();
  const tellOld = (why) => {
    partOf(line, 'note').textContent = `This is as of ${timeOfDay.format(shownAt)}. ${why}`;
  };
  for (let isRunning = true; isRunning; ) {
    try {
      const answer = await fetch(`${line.dataset.live}?wait=${WAIT_SECONDS}&after=${after}`);
      if (answer.status === 404) return tellOld('The server was started anew since then.');
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const crawl = await answer.json();
      after = crawl.revision;
      isRunning = show(line, crawl);
      shownAt = new Date();
      await pause(PAUSE_MS.min);
    } catch {
      tellOld('The server does not answer.');
      await pause(PAUSE_MS.afterFailure);
    }
  }
}

for (const line of document.querySelectorAll('[data-live]')) follow(line);
