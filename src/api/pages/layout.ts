import type { AssetAddress } from '../assets.ts';
import { type Content, type Html, html } from '../html.ts';
import { type BoxState, searchBox } from './search-box.ts';

export interface Page {
  title: string;
  asset: AssetAddress;
  /** The box in the header; a page that has its own, or none, leaves it out. */
  box?: BoxState;
  body: Content;
  /** The page changes while a crawl runs. */
  isLive?: boolean;
}

/** The frame of every page, as a complete document. */
export function layout({ title, asset, box, body, isLive = false }: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="${asset('logo.svg')}">
<link rel="stylesheet" href="${asset('style.css')}">
<link rel="search" type="application/opensearchdescription+xml" title="Spindex" href="/opensearch.xml">
<script type="module" src="${asset('suggest.js')}"></script>
<script type="module" src="${asset('keys.js')}"></script>
${isLive && html`<script type="module" src="${asset('live.js')}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${box && header(box, asset)}
<main id="main">
${body}
</main>
</body>
</html>
`;
  return page.text;
}

function header(box: BoxState, asset: AssetAddress): Html {
  return html`<header class="top"><div class="top-row">
<a class="home" href="/" aria-label="Spindex, start page"><img src="${asset('logo.svg')}" alt="" width="32" height="32"><span>Spindex</span></a>
${searchBox(box)}
</div></header>`;
}

/** Logo and name, large. */
export function masthead(asset: AssetAddress): Html {
  return html`<div class="masthead"><img src="${asset('logo.svg')}" alt="" width="56" height="56"><span>Spindex</span></div>`;
}
