/**
 * React sends what is late when the rest of the page has gone out: at its place stands `<template id="B:1"></template>`, what is shown meanwhile, and
 * `<!--/$-->`; further down comes `<div hidden id="S:1">`, which a script puts there. `P:1` marks a place where nothing is shown meanwhile.
 */
const PLACE = /<template id="([BP]):([\da-f]+)"><\/template>/g;
const PART = /<div hidden id="S:([\da-f]+)">/g;
/** The beginning or end of what stands there meanwhile; the beginning is directly before its place. */
const BOUNDARY = /<!--(\/)?[$&][?!~]?-->/g;

interface Part {
  start: number;
  /** Behind its end tag. */
  end: number;
  content: string;
}

/** Parts within parts deeper than this stay where they were sent. */
const MAX_DEPTH = 64;

/** The document as scripts leave it: each part that was sent late at its place, instead of what is shown until it comes. Never throws; linear. */
export function placeStreamed(html: string): string {
  if (!html.includes('<div hidden id="S:')) return html;
  const parts = streamedParts(html);
  const place = (text: string, depth: number): string => {
    const ends = boundaryEnds(text);
    let out = '';
    let at = 0;
    for (const { 0: found, 1: kind, 2: id = '', index } of text.matchAll(PLACE)) {
      const part = parts.get(id);
      if (part === undefined || index < at || depth > MAX_DEPTH) continue;
      parts.delete(id);
      out += text.slice(at, index) + place(part.content, depth + 1);
      at = (kind === 'B' ? ends.get(index) : undefined) ?? index + found.length;
    }
    return out + text.slice(at);
  };
  return place(without(html, [...parts.values()]), 0);
}

/** Those that have a place. Every part ends before the script that names it. */
function streamedParts(html: string): Map<string, Part> {
  const places = new Set(Array.from(html.matchAll(PLACE), ([, , id]) => id));
  const parts = new Map<string, Part>();
  let last = 0;
  for (const { 0: found, 1: id = '', index } of html.matchAll(PART)) {
    if (index < last || parts.has(id)) continue;
    const from = index + found.length;
    const named = html.indexOf(`"S:${id}"`, from);
    const until = html.lastIndexOf('</div>', named);
    // Not what React sends: what follows could be searched again and again.
    if (named < 0 || until < from) break;
    last = until + '</div>'.length;
    if (places.has(id)) parts.set(id, { start: index, end: last, content: html.slice(from, until) });
  }
  return parts;
}

function without(html: string, parts: readonly Part[]): string {
  let at = 0;
  let out = '';
  for (const { start, end } of parts) {
    out += html.slice(at, start);
    at = end;
  }
  return out + html.slice(at);
}

/** Where each boundary that has an end is over, by where its content begins. They may be within one another. */
function boundaryEnds(text: string): Map<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: found, 1: isEnd, index } of text.matchAll(BOUNDARY)) {
    const behind = index + found.length;
    if (isEnd === undefined) open.push(behind);
    else {
      const begun = open.pop();
      if (begun !== undefined) ends.set(begun, behind);
    }
  }
  return ends;
}
