// Keys of the search page: "/" and Ctrl+K open the box, arrows walk the results. The page works without them.
const box = document.querySelector('#q');
const links = () => [...document.querySelectorAll('.results a[href]')];
const isMac = /mac|iphone|ipad/i.test(navigator.platform);
const EDITABLE = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';

function isTyping(event) {
  const [target] = event.composedPath();
  return event.isComposing || (target instanceof Element && target.matches(EDITABLE));
}

function hasModifier(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** Whether it is the key of that Latin letter; with a Cyrillic or Greek layout it is the one in its place. */
function isKey({ key, code }, letter) {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`;
}

function openBox(event) {
  event.preventDefault();
  box.focus();
  box.select();
}

/** Focuses the link `step` places from the current one; before the first is the box. */
function walk(event, step) {
  const all = links();
  const place = all.indexOf(document.activeElement) + step;
  if (place >= all.length) return;
  event.preventDefault();
  (all[place] ?? box).focus();
}

function onBoxKey(event) {
  if (event.isComposing || hasModifier(event)) return;
  if (event.key === 'ArrowDown' && links().length > 0) {
    event.preventDefault();
    links()[0].focus();
  }
}

function onResultKey(event) {
  if (event.key === 'ArrowDown') walk(event, 1);
  else if (event.key === 'ArrowUp') walk(event, -1);
  else if (event.key === 'Escape') box.focus();
  else if (event.key.length === 1 && event.key !== ' ') {
    box.focus(); // the letter goes to the end of the text
    box.setSelectionRange(box.value.length, box.value.length);
  }
}

function onKey(event) {
  if (event.defaultPrevented) return;
  const isChord = isKey(event, 'k') && (isMac ? event.metaKey : event.ctrlKey);
  if (isChord && !event.altKey && !event.shiftKey) return openBox(event);
  if (event.target === box) return onBoxKey(event);
  if (isTyping(event) || hasModifier(event)) return;
  if (event.key === '/') openBox(event);
  else if (links().includes(document.activeElement)) onResultKey(event);
}

if (box) document.addEventListener('keydown', onKey);
