import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { buildServer } from '../../src/api/server.ts';
import { addressOf } from '../../src/search/address.ts';
import type { SearchRequest } from '../../src/search/response.ts';
import type { SuggestRequest } from '../../src/search/suggest.ts';
import {
  type FakeParts,
  fakeAnswer,
  fakeCrawl,
  fakeParts,
  fakeResult,
  fakeSite,
  stateCounts,
} from '../support/fake-server-parts.ts';
import { startFakeSite } from '../support/fake-site.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const skip = existsSync(CHROMIUM)
  ? false
  : `SKIPPED: no Chromium at ${CHROMIUM}, so the search page was not tried in a browser`;
const PHONE = { width: 360, height: 640 };
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnungsentwurf';

/** 25 pages for every query but `nothing`; the third has sections and an unbreakable title. */
async function search(request: SearchRequest) {
  const { q, limit, offset } = request;
  if (q === 'nothing') return fakeAnswer(request, { suggestion: 'something' });
  const all = Array.from({ length: 25 }, (_, place) => {
    const number = place + 1;
    const pageUrl = `https://docs.example.com/page-${number}.html`;
    const versions = [{ url: `${pageUrl}?lang=he`, pageUrl: `${pageUrl}?lang=he`, version: '', lang: 'he' }];
    const sections = [{ url: `${pageUrl}#part`, heading: `Part of ${number}`, snippet: 'a <mark>part</mark>' }];
    return fakeResult({
      pageUrl,
      title: number === 3 ? LONG : `Page ${number}`,
      sections: number === 3 ? sections : [],
      versions: number === 3 ? versions : [],
    });
  });
  return fakeAnswer(request, { total: all.length, results: all.slice(offset, offset + limit) });
}

describe('search page in a browser', { skip }, () => {
  let browser: Browser;
  const closing: (() => Promise<unknown>)[] = [];
  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS.split(' ') });
  });
  after(async () => {
    await browser.close();
    for (const close of closing) await close();
  });

  async function serve(
    state: Parameters<typeof fakeParts>[1] = {},
    changes: Parameters<typeof fakeParts>[0] = {},
  ): Promise<{ root: string; parts: FakeParts }> {
    const parts = fakeParts({ search, ...changes }, state);
    const server = await buildServer(parts);
    closing.push(() => server.close());
    return { root: await server.listen({ host: '127.0.0.1', port: 0 }), parts };
  }

  /** Runs `steps` on a new page and asserts that it broke no rule of the policy, threw nothing and asked nobody else. */
  async function visit(options: BrowserContextOptions, steps: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options);
    const complaints: string[] = [];
    await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => {
      complaints.push(`asked ${route.request().url()}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await steps(page);
    await context.close();
    assert.deepEqual(complaints, []);
  }

  const boxOf = (page: Page) => page.locator('#q');
  const titles = (page: Page) => page.locator('.result-title').allTextContents();
  const sideways = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');
  const focused = (page: Page) => page.locator(':focus');

  for (const javaScriptEnabled of [false, true]) {
    it(`searches, pages and goes back ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const { root } = await serve();
      await visit({ javaScriptEnabled }, async (page) => {
        await page.goto(root);
        await boxOf(page).fill('tasks & more');
        await boxOf(page).press('Enter');
        await page.waitForURL('**/search?q=tasks*');
        assert.equal(await page.title(), 'tasks & more - docs.example.com');
        assert.equal((await titles(page)).length, 10);
        await page.getByRole('link', { name: 'Next' }).click();
        await page.getByRole('link', { name: 'Next' }).click();
        await page.waitForURL('**offset=20');
        assert.equal((await titles(page)).length, 5);
        assert.equal(await page.getByRole('link', { name: 'Next' }).count(), 0);
        await page.goBack();
        assert.match(page.url(), /offset=10$/);
        assert.match((await titles(page))[0] ?? '', /^Page 11/);
        await page.getByRole('link', { name: 'Previous' }).click();
        assert.match((await titles(page))[0] ?? '', /^Page 1 /);
        assert.equal(await boxOf(page).inputValue(), 'tasks & more');
      });
    });
  }

  it('focuses the box with / and Ctrl+K, and never while somebody types', async () => {
    const { root } = await serve();
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=a`);
      await page.keyboard.press('/');
      assert.equal(await focused(page).getAttribute('id'), 'q');
      await page.keyboard.type('/x');
      assert.equal(await boxOf(page).inputValue(), '/x');
      await page.getByRole('link', { name: 'Spindex' }).focus();
      await page.keyboard.press('Control+k');
      assert.equal(await focused(page).getAttribute('id'), 'q');
    });
  });

  it('takes Ctrl+K of a Cyrillic layout, and no other key of a Latin one for it', async () => {
    const { root } = await serve();
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=asyncio`);
      const session = await page.context().newCDPSession(page);
      const pressControlWith = (key: string) =>
        session.send('Input.dispatchKeyEvent', { type: 'keyDown', modifiers: 2, key, code: 'KeyK' });
      await pressControlWith('e'); // Colemak
      assert.equal(await page.locator('#q:focus').count(), 0);
      await pressControlWith('л');
      await page.locator('#q:focus').waitFor({ timeout: 5_000 });
    });
  });

  it('walks results and sections with the arrows, and returns to the box', async () => {
    const { root } = await serve();
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=a`);
      await boxOf(page).focus();
      for (const expected of [/^Page 1 /, /^Page 2 /, /^Donau/, /^Part of 3/, /^he$/, /^Page 4 /]) {
        await page.keyboard.press('ArrowDown');
        assert.match((await focused(page).textContent()) ?? '', expected);
      }
      for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowUp');
      assert.equal(await focused(page).getAttribute('id'), 'q');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('b');
      assert.equal(await boxOf(page).inputValue(), 'ab');
    });
  });

  describe('names while typing', () => {
    const NAMES = ['asyncio.gather', 'asyncio.gather_all', 'Gathering'];
    const suggest = async ({ q, site }: SuggestRequest) => ({
      query: q,
      tookMs: 0.4,
      suggestions: NAMES.filter((name) => name.toLowerCase().includes(q.toLowerCase())).map((text, place) => ({
        text,
        kind: place === 2 ? ('title' as const) : ('symbol' as const),
        url: `${address}/named/${place}`,
        site: site ?? 'docs.example.com',
      })),
    });
    let address = '';
    const names = (page: Page) => page.getByRole('option').locator('span:first-child').allTextContents();

    it('are a combobox with a list that the keys walk round, and Enter opens what is chosen', async () => {
      address = (await serve({}, { suggest })).root;
      await visit({}, async (page) => {
        await page.goto(address);
        const box = page.getByRole('combobox', { name: 'Search' });
        assert.equal(await box.getAttribute('aria-expanded'), 'false');
        await box.pressSequentially('gather');
        await page.getByRole('listbox').waitFor();
        assert.deepEqual(await names(page), NAMES);
        assert.equal(await box.getAttribute('aria-expanded'), 'true');
        assert.equal(await box.getAttribute('aria-controls'), await page.getByRole('listbox').getAttribute('id'));
        const chosen = async () => {
          const id = await box.getAttribute('aria-activedescendant');
          return id === null ? id : page.locator(`#${id}[aria-selected=true] span:first-child`).textContent();
        };
        assert.equal(await chosen(), null);
        for (const [key, name] of [
          ['ArrowDown', NAMES[0]],
          ['ArrowDown', NAMES[1]],
          ['ArrowUp', NAMES[0]],
          ['ArrowUp', NAMES[2]],
          ['ArrowDown', NAMES[0]],
          ['Home', NAMES[0]],
        ] as const) {
          await page.keyboard.press(key);
          assert.equal(await chosen(), name);
        }
        assert.equal(await focused(page).getAttribute('id'), 'q', 'the focus stays in the box');
        assert.equal(await page.evaluate('document.activeElement.selectionStart'), 0, 'Home belongs to the text');
        assert.deepEqual(await page.locator('.names a[href]').count(), 3);
        await page.route('**/named/*', (route) => route.fulfill({ contentType: 'text/html', body: 'opened' }));
        await page.keyboard.press('Enter');
        await page.waitForURL('**/named/0');
      });
    });

    it('leave Enter to the search until one is chosen; Escape closes them, then empties the box', async () => {
      address = (await serve({}, { suggest })).root;
      await visit({}, async (page) => {
        await page.goto(address);
        await boxOf(page).pressSequentially('gather');
        await page.getByRole('listbox').waitFor();
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Escape');
        assert.equal(await page.getByRole('listbox').count(), 0);
        assert.equal(await boxOf(page).inputValue(), 'gather');
        await page.keyboard.press('Escape');
        assert.equal(await boxOf(page).inputValue(), '');
        await boxOf(page).pressSequentially('gathering');
        await page.getByRole('listbox').waitFor();
        await page.keyboard.press('Enter');
        await page.waitForURL('**/search?q=gathering*');
        await page.keyboard.press('Tab');
        assert.equal(await page.getByRole('listbox').count(), 0);
      });
    });

    it('are those of the text in the box, however late an answer comes', async () => {
      const [asked, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = async (request: SuggestRequest) => {
        if (request.q === 'g') {
          asked.resolve();
          await late.promise;
        }
        return suggest(request);
      };
      address = (await serve({}, { suggest: slow })).root;
      await visit({}, async (page) => {
        await page.goto(address);
        await boxOf(page).pressSequentially('g');
        await asked.promise;
        await boxOf(page).fill('gathering'); // at once: typed, it asks for what is between on a slow machine
        await page.getByRole('option').waitFor();
        late.resolve();
        await page.waitForLoadState('networkidle');
        assert.deepEqual(await names(page), ['Gathering']);
      });
    });

    it('keep the arrows for themselves while they are on their way', async () => {
      const [asked, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = async (request: SuggestRequest) => {
        asked.resolve();
        await late.promise;
        return suggest(request);
      };
      address = (await serve({}, { suggest: slow })).root;
      await visit({}, async (page) => {
        await page.goto(`${address}/search?q=a`);
        await boxOf(page).fill('gather');
        await asked.promise;
        await page.keyboard.press('ArrowDown');
        assert.equal(await focused(page).getAttribute('id'), 'q', 'not on a result of the query before');
        late.resolve();
        await page.getByRole('listbox').waitFor();
        await page.keyboard.press('ArrowDown');
        assert.equal(await boxOf(page).getAttribute('aria-activedescendant'), 'name-0');
      });
    });

    it('stay when the rest of a slow page comes', async () => {
      address = (await serve({}, { suggest })).root;
      await visit({}, async (page) => {
        const rest = Promise.withResolvers<void>();
        await page.route('**/logo.svg*', async (route) => {
          await rest.promise;
          await route.continue();
        });
        await page.goto(address, { waitUntil: 'domcontentloaded' });
        await boxOf(page).pressSequentially('gather');
        await page.getByRole('listbox').waitFor();
        rest.resolve();
        await page.waitForLoadState();
        assert.deepEqual(await names(page), NAMES);
      });
    });

    it('move nothing on the page, and are told once the typing rests', async () => {
      address = (await serve({}, { suggest })).root;
      await visit({}, async (page) => {
        await page.goto(`${address}/search?q=a`);
        await page.evaluate(SHIFTS);
        const told = page.locator('#told');
        assert.equal(await told.textContent(), '');
        await boxOf(page).fill('');
        await boxOf(page).pressSequentially('asyncio.gath');
        await page.getByRole('listbox').waitFor();
        assert.equal(await page.evaluate('window.shifted'), 0);
        await page.getByText('2 names, first: asyncio.gather').waitFor({ state: 'attached' });
        assert.equal(await told.getAttribute('role'), 'status');
      });
    });

    it('fit a phone, and a finger opens one', async () => {
      const long = async (request: SuggestRequest) => {
        const answer = await suggest(request);
        return { ...answer, suggestions: answer.suggestions.map((one) => ({ ...one, text: one.text + LONG })) };
      };
      address = (await serve({}, { suggest: long })).root;
      await visit({ viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
        await page.goto(address);
        await boxOf(page).pressSequentially('gather');
        const option = page.getByRole('option').nth(1);
        await option.waitFor();
        assert.equal(await sideways(page), 0);
        assert.ok(((await option.boundingBox())?.height ?? 0) >= 44);
        const kind = await option.locator('.quiet').boundingBox();
        assert.ok((kind?.height ?? 99) < 30, `what the name is has one line, and is ${kind?.height} px high`);
        await page.route('**/named/*', (route) => route.fulfill({ contentType: 'text/html', body: 'opened' }));
        await option.tap();
        await page.waitForURL('**/named/1');
      });
    });

    it('are asked for within the filters of the form, and not while an input method composes', async () => {
      const asked: SuggestRequest[] = [];
      const remember = async (request: SuggestRequest) => {
        asked.push(request);
        return suggest(request);
      };
      address = (await serve({}, { suggest: remember })).root;
      await visit({}, async (page) => {
        await page.goto(`${address}/search?q=a&lang=en&type=guide`);
        await page.evaluate(COMPOSED);
        await page.getByRole('option').first().waitFor();
        assert.deepEqual(asked, [{ q: 'gather', limit: 8, lang: 'en', type: 'guide' }]);
      });
    });
  });

  it('opens the place that a text fragment names', async () => {
    const filler = '<p>Something else.</p>'.repeat(200);
    const site = await startFakeSite({
      '/long': `<title>Long</title>${filler}<h2>Two-step start</h2><p>Wait, then press - here & now.</p>${filler}`,
    });
    closing.push(() => site.close());
    const url = addressOf(
      { url: `${site.url}/long`, anchor: '', ordinal: 2, heading: '' },
      'Wait, then press - here & now.',
    );
    await visit({}, async (page) => {
      await page.goto(url);
      await page.waitForFunction('scrollY > 1000');
    });
  });

  it('keeps the numbers of a running crawl up to date', async () => {
    const { root, parts } = await serve({ progress: [fakeCrawl()] });
    const changed = Promise.withResolvers<void>();
    parts.crawls.next = async (_id, { signal }) => {
      signal.addEventListener('abort', () => changed.resolve());
      await changed.promise;
      return parts.progress[0];
    };
    await visit({}, async (page) => {
      await page.goto(root);
      await page.getByText('2,140 of at least 5,300 pages searchable').waitFor();
      parts.progress = [
        fakeCrawl({ state: 'done', revision: 8, searchable: 5300, states: stateCounts({ indexed: 5300 }) }),
      ];
      changed.resolve();
      await page.getByText('is complete: 5,300 pages searchable').waitFor();
    });
  });

  it('tells what holds a crawl up, for as long as it does', async () => {
    const limitedBy = 'robots.txt asks for a Crawl-delay: 0.02/s.';
    const hosts = fakeCrawl().hosts.map((host) => ({ ...host, limitedBy }));
    const { root, parts } = await serve({ progress: [fakeCrawl({ hosts })] });
    const changed = Promise.withResolvers<void>();
    parts.crawls.next = async () => {
      await changed.promise;
      return fakeCrawl({ revision: 8 });
    };
    await visit({}, async (page) => {
      await page.goto(root);
      await page.getByText(limitedBy).waitFor();
      changed.resolve();
      await page.getByText(limitedBy).waitFor({ state: 'detached' });
    });
  });

  it('says that the progress it shows is old when the server is away, or was started anew', async () => {
    const { root, parts } = await serve({ progress: [fakeCrawl()] });
    const page = await browser.newPage();
    await page.route('**/api/v1/crawls/**', (route) => route.abort());
    await page.goto(root);
    await page.getByText(/This is as of \d\d:\d\d:\d\d\. The server does not answer\./).waitFor();
    await page.unrouteAll();
    parts.crawls.next = async () => {
      parts.progress = []; // what a new process knows
      return fakeCrawl({ revision: 8 });
    };
    await page.reload();
    await page.getByText(/This is as of \d\d:\d\d:\d\d\. The server was started anew since then\./).waitFor();
    await page.close();
  });

  it('tells why a crawl that has ended found nothing', async () => {
    const { root, parts } = await serve({ progress: [fakeCrawl({ searchable: 0 })] });
    const changed = Promise.withResolvers<void>();
    parts.crawls.next = async () => {
      await changed.promise;
      return parts.progress[0];
    };
    await visit({}, async (page) => {
      await page.goto(root);
      parts.progress = [fakeCrawl({ state: 'done', revision: 8, searchable: 0, reasons: { dns: 1 } })];
      changed.resolve();
      await page.getByText('was crawled. No page can be searched: The host name does not resolve.').waitFor();
      await page.reload();
      await page.getByText('No page can be searched: The host name does not resolve.').waitFor();
    });
  });

  it('takes one address on an empty instance and shows the progress beside the box', async () => {
    const { root, parts } = await serve({ sites: [] });
    parts.crawls.start = async () => {
      parts.progress = [fakeCrawl()];
      return fakeCrawl();
    };
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.goto(root);
      await page.getByLabel('Address of the site').fill('https://docs.example.com/');
      await page.getByRole('button', { name: 'Crawl' }).click();
      await page.getByText('2,140 of at least 5,300 pages searchable').waitFor();
      assert.equal(await boxOf(page).count(), 1);
      assert.equal(new URL(page.url()).pathname, '/');
    });
  });

  it('fits a phone: no sideways scroll, text of 16 px, targets of 44 px', async () => {
    const sites = [fakeSite('docs.example.com'), fakeSite(`${'long-'.repeat(9)}name.example.org`, 2)];
    const { root } = await serve({ sites, progress: [fakeCrawl()] });
    await visit({ viewport: PHONE, hasTouch: true, isMobile: true }, async (page) => {
      for (const path of [
        '/',
        '/search?q=a',
        '/search?q=a&type=guide&offset=10',
        '/search?q=nothing',
        `/search?q=${LONG.repeat(5)}`,
      ]) {
        await page.goto(root + path);
        assert.equal(await sideways(page), 0, path);
        const sizes = await page.evaluate<Size[]>(SIZES);
        assert.ok(sizes.length > 0, path);
        for (const { width, height, font, tag } of sizes) {
          assert.ok(Math.min(width, height) >= 44, `${tag} on ${path} has ${width} x ${height} px`);
          assert.ok(tag === 'A' || font >= 16, `${tag} on ${path} has text of ${font} px`);
        }
      }
    });
  });

  it('lets a phone choose a site', async () => {
    const { root } = await serve({ sites: [fakeSite('docs.example.com'), fakeSite('handbook.example.org', 2)] });
    await visit({ viewport: PHONE, hasTouch: true, isMobile: true, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${root}/search?q=a`);
      await page.getByLabel('Site').selectOption('handbook.example.org');
      await page.getByRole('button', { name: 'Search' }).tap();
      await page.waitForURL('**/search?q=a&site=handbook.example.org');
      assert.equal(await sideways(page), 0);
    });
  });

  it('never has less room for the query than for the choice of a site, however wide it is', async () => {
    const sites = [fakeSite('docs.example.com/de/handbuch/verwalter'), fakeSite('handbook.example.org', 2)];
    const { root } = await serve({ sites });
    await visit({}, async (page) => {
      for (const width of [360, 480, 600, 768, 800, 1440]) {
        await page.setViewportSize({ width, height: 600 });
        for (const path of ['/', '/search?q=a']) {
          await page.goto(root + path);
          const [query, site] = [await boxOf(page).boundingBox(), await page.locator('#site').boundingBox()];
          assert.ok((query?.width ?? 0) >= (site?.width ?? 0), `${path} at ${width}: ${query?.width}, ${site?.width}`);
        }
      }
    });
  });

  it('says that the box is full', async () => {
    const { root } = await serve();
    await visit({ viewport: { width: 360, height: 800 } }, async (page) => {
      await page.goto(root);
      const limit = page.getByText('No more than 512 characters are looked for.');
      await page.locator('#q').fill('x'.repeat(511));
      assert.equal(await limit.count(), 0);
      await page.locator('#q').press('End');
      await page.keyboard.type('yz');
      await limit.waitFor({ state: 'visible' });
      assert.equal(await page.locator('#q').inputValue(), `${'x'.repeat(511)}y`);
      await page.keyboard.press('Backspace');
      await page.locator('#told.unseen').waitFor({ state: 'attached' });
    });
  });

  it('shows the site that its results are of, also when gone back to', async () => {
    const { root } = await serve({ sites: [fakeSite('docs.example.com'), fakeSite('handbook.example.org', 2)] });
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=a`);
      await page.getByLabel('Site').selectOption('handbook.example.org');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForURL('**/search?q=a&site=handbook.example.org');
      await page.goBack();
      assert.equal(await page.getByLabel('Site').inputValue(), '');
      await page.goForward();
      assert.equal(await page.getByLabel('Site').inputValue(), 'handbook.example.org');
    });
  });

  it('reads out the names on the way to a section one by one', async () => {
    const result = fakeResult({
      title: 'Query Planning',
      breadcrumb: ['Query Planning', 'Optimizer'],
      heading: 'geqo',
    });
    const { root } = await serve(
      {},
      { search: async (request) => fakeAnswer(request, { total: 1, results: [result] }) },
    );
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=a`);
      await page.getByRole('link', { name: 'Query Planning Optimizer geqo', exact: true }).waitFor();
    });
  });

  it('lays each text out in its own direction', async () => {
    const title = 'מדריך Python';
    const pageUrl = 'https://docs.example.com/he.html';
    const hebrew = fakeResult({
      ...{ pageUrl, title, breadcrumb: ['שפה', title], heading: '', snippet: 'התקנה של <mark>pip</mark>.' },
      sections: [{ url: `${pageUrl}#a`, heading: 'פקודות', snippet: 'הרצה' }],
    });
    const english = fakeResult({ title: 'About מדריך', heading: '', breadcrumb: [] });
    const answer = { total: 2, results: [hebrew, english] };
    const { root } = await serve(
      { sites: [fakeSite('docs.example.com'), fakeSite('b.example.org', 2)] },
      {
        search: async (request) => fakeAnswer(request, answer),
        suggest: async ({ q }) => ({
          query: q,
          tookMs: 0.4,
          suggestions: [{ text: title, kind: 'title', url: pageUrl, site: 'docs.example.com' }],
        }),
      },
    );
    await visit({}, async (page) => {
      await page.goto(`${root}/search?q=a`);
      const directions = await page.evaluate<string[]>(DIRECTIONS);
      assert.deepEqual(directions, ['rtl', 'rtl', 'rtl', 'rtl', 'ltr', 'ltr', 'ltr']);
      const directionOf = (selector: string) =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).direction`);
      assert.equal(await directionOf('.count'), 'ltr');
      assert.equal(await directionOf('#q'), 'ltr');
      await boxOf(page).fill('מדריך Py');
      await page.getByRole('listbox').waitFor();
      assert.equal(await directionOf('#q'), 'rtl');
      assert.equal(await directionOf('[role=option] span'), 'rtl');
    });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has readable contrast in the ${colorScheme} scheme`, async () => {
      const { root } = await serve({ progress: [fakeCrawl()] });
      await visit({ colorScheme }, async (page) => {
        await page.goto(`${root}/search?q=a&type=guide`);
        const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`);
        assert.equal(isDark, colorScheme === 'dark');
        const colours = await page.evaluate<Colours[]>(COLOURS);
        assert.ok(colours.length > 20);
        for (const { name, ink, paper } of colours) {
          assert.ok(contrast(ink, paper) >= 4.5, `${name}: ${ink} on ${paper} is ${contrast(ink, paper).toFixed(2)}`);
        }
        const paper = colours.find(({ name }) => name === 'count quiet')?.paper ?? '';
        assert.equal(luminance(paper) < 0.2, isDark);
      });
    });
  }
});

/** Sums all layout shifts from now on, those that follow an input too. */
const SHIFTS = `window.shifted = 0;
new PerformanceObserver((seen) => {
  for (const shift of seen.getEntries()) window.shifted += shift.value;
}).observe({ type: 'layout-shift' });`;

/** Three letters by an input method, of which only the last counts. */
const COMPOSED = `{
  const box = document.querySelector('#q');
  box.focus();
  for (const value of ['g', 'ga', 'gather']) {
    box.value = value;
    box.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
  }
  box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
}`;

interface Size {
  width: number;
  height: number;
  font: number;
  tag: string;
}

const SIZES = `[...document.querySelectorAll('input, select, button, summary, a:not(.skip)')]
  .filter((one) => one.checkVisibility() && one.type !== 'hidden')
  .map((one) => ({
    width: one.getBoundingClientRect().width,
    height: one.getBoundingClientRect().height,
    font: parseFloat(getComputedStyle(one).fontSize),
    tag: one.tagName,
  }))`;

/** Direction of place, title, snippet and sections of each result. */
const DIRECTIONS = `[...document.querySelectorAll('.path, .result-title, .result > .snippet, .sections a')]
  .map((one) => getComputedStyle(one).direction)`;

interface Colours {
  name: string;
  ink: string;
  paper: string;
}

/** Colour of each kind of text, and of the first painted box behind it. */
const COLOURS = `[...document.querySelectorAll(
  '.count, .path, .badge, .snippet, mark, .result-title, .filters a, button, .crawl p, .crawl a'
)].map((one) => {
  let behind = one;
  while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
  return { name: one.className, ink: getComputedStyle(one).color, paper: getComputedStyle(behind).backgroundColor };
})`;

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
