// Names that begin with what is typed, below the box: a combobox with a list (ARIA Authoring Practices, "editable combobox with list
// autocomplete"). Without it the box is an ordinary field of an ordinary form.
const box = document.querySelector('#q');
const told = document.querySelector('#told');
const TELL_AFTER_MS = 800;
const list = document.createElement('div');
/** Set while names are asked for. */
let asking;
/** The text that the list is for; an option of an older one is never opened. */
let shownFor = '';
let active = -1;
let telling;

const options = () => [...list.children];
const isOpen = () => !list.hidden;
const isCurrent = () => isOpen() && shownFor === box.value;

function tell(text) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (!isFull()) told.textContent = text;
  }, TELL_AFTER_MS);
}

const isFull = () => box.value.length >= box.maxLength;

/** The box stops at so many characters: without a word it would seem broken. */
function tellLimit() {
  told.classList.toggle('unseen', !isFull());
  if (isFull()) told.textContent = `No more than ${box.maxLength} characters are looked for.`;
}

function setActive(place) {
  options()[active]?.setAttribute('aria-selected', 'false');
  active = place;
  const option = options()[active];
  option?.setAttribute('aria-selected', 'true');
  option?.scrollIntoView({ block: 'nearest' });
  if (option) box.setAttribute('aria-activedescendant', option.id);
  else box.removeAttribute('aria-activedescendant');
}

function close() {
  asking?.abort();
  setActive(-1);
  list.hidden = true;
  box.setAttribute('aria-expanded', 'false');
  tell('');
}

function optionFor({ text, kind, url, site }, place, hasSites) {
  const option = document.createElement('a');
  Object.assign(option, { id: `name-${place}`, href: url, tabIndex: -1 });
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', 'false');
  const name = document.createElement('span');
  name.textContent = text;
  name.dir = 'auto';
  const about = document.createElement('span');
  about.className = 'quiet';
  about.textContent = hasSites ? `${kind}, ${site}` : kind;
  option.append(name, ' ', about);
  return option;
}

function show(text, suggestions) {
  const safe = suggestions.filter(({ url }) => /^https?:/.test(url));
  if (safe.length === 0) return close();
  const hasSites = new Set(safe.map(({ site }) => site)).size > 1;
  setActive(-1);
  list.replaceChildren(...safe.map((one, place) => optionFor(one, place, hasSites)));
  list.hidden = false;
  box.setAttribute('aria-expanded', 'true');
  shownFor = text;
  tell(`${safe.length === 1 ? '1 name' : `${safe.length} names`}, first: ${safe[0].text}`);
}

/** Asks at once; an older question is given up, and an answer counts only while its text is still in the box. */
async function ask() {
  asking?.abort();
  setActive(-1);
  const text = box.value;
  if (text.trim() === '') return close();
  const fields = [...new FormData(box.form)].filter(([name, value]) => name !== 'q' && value !== '');
  const query = new URLSearchParams([['q', text], ...fields]);
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`/api/v1/suggest?${query}`, { signal });
    const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
    if (!signal.aborted && box.value === text) show(text, suggestions);
  } catch {
    if (!signal.aborted) close();
  } finally {
    if (asking?.signal === signal) asking = undefined;
  }
}

function move(event, step) {
  if (asking) event.preventDefault(); // the list is on its way: not to results of what was looked for before
  if (!isCurrent()) return;
  event.preventDefault();
  const count = options().length;
  setActive(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
}

function openActive(event) {
  const option = isCurrent() ? options()[active] : undefined;
  if (!option) return close();
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) window.open(option.href, '_blank', 'noopener');
  else window.location.assign(option.href);
}

function onEscape(event) {
  event.preventDefault();
  if (isOpen()) close();
  else box.value = '';
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.shiftKey) return;
  if (event.key === 'Enter') openActive(event);
  else if (event.ctrlKey || event.metaKey) return;
  else if (event.key === 'ArrowDown') move(event, 1);
  else if (event.key === 'ArrowUp') move(event, -1);
  else if (event.key === 'Escape') onEscape(event);
}

function begin() {
  const { selectionStart, selectionEnd } = box;
  box.type = 'text'; // a search field may not be a combobox (ARIA in HTML)
  box.setSelectionRange(selectionStart, selectionEnd);
  const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'names' };
  for (const [name, value] of Object.entries(roles)) box.setAttribute(name, value);
  Object.assign(list, { id: 'names', className: 'names', hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Names that begin so');
  box.after(list);
  box.addEventListener('keydown', onKey);
  box.addEventListener('input', tellLimit);
  box.addEventListener('input', (event) => event.isComposing || ask());
  box.addEventListener('compositionend', ask);
  box.addEventListener('blur', close);
  box.form.addEventListener('submit', close);
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the box keeps the focus, and the list stays
  window.addEventListener('pageshow', (event) => event.persisted && close()); // back from an option: the page is as it was left
  if (document.activeElement === box && box.value !== box.defaultValue) ask(); // typed before this script came
}

if (box && told) begin();
