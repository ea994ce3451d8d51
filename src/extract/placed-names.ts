import { isLayoutId } from './anchor-choice.ts';
import type { Block } from './block.ts';
import type { BlockCollector } from './blocks.ts';
import { MAX_HEADING_CHARS, MAX_RUN_CHARS } from './open-heading.ts';
import type { Outline } from './outline.ts';
import type { Region } from './regions.ts';
import { declaredName, formsOf, isDeclaring, isNameOfPlace, isProgramName } from './symbols.ts';
import { cut, squeeze } from './white-space.ts';

const MAX_LABEL_CHARS = 40;
/** A name with its arguments, its block or its result. */
const CALL_LINE = /^([A-Za-z_$][\w.$:]*[?!]?)(?:\(|\s*(?:\u2192|->|\u21d2|\{ ?\|))/;
/** What a declaration of Python may begin with, on lines of their own: `@cached(size=3)`. */
const DECORATORS = /^\s*(?:@[\w.]+(?:\([^()]*\))?\s*)+$/;
/** The same with the word for what it is: `async def put(thing)`, `class Pile(Heap):`. */
const DECLARED_LINE = /^(?:@[\w.]+(?:\([^()]*\))? )*(?:async )?(?:def|class) ([A-Za-z_]\w*)(?=[(:]|$)/;
/** What belongs to something else: `size: int = 3` at `Pile.size`. */
const FIELD_LINE = /^([A-Za-z_]\w*)(?=(?:: \S.*| = .*)?$)/;
/** Ids that are signatures: `put(thing:Thing):Pile-instance-method`, `[]?(at)`, `map[B](f:A=>B)`, `size:Int32-class-method`. */
const SIGNATURE_ID =
  /^([A-Za-z_]\w*[?!=]?|[^\w\s(:]{1,3})(?=(?:\[[^(]*\])?\(.*\)|(?::[^()]*)?-(?:(?:instance|class)-method|macro)$)/;
/** A row that says of a setting what kind of value it takes, in cells of their own: `pile_size Type: integer Default: 3`. */
const LABELLED = /\s(?=[A-Z][a-z]+: )/;
const MIN_LABELS = 2;
const SETTING = /^[a-z_][\w.-]*$/i;
/** What a declaration begins with before the name. */
const DECLARING =
  /^(?:(?:abstract|public|protected|private|static|final|override|implicit|def|macro|fun|fn|function|val|var) )*(?:self\.)?/;
const LISTS = new Set(['ul', 'ol', 'menu']);
/** What stands in these has its own order. */
const ITEMS = new Set([...LISTS, 'dl', 'table', 'figure', 'nav']);
/** Below whatever else is a heading. */
const LEAST_LEVEL = 6;
const MAX_LINE_CHARS = 120;
/** What a signature begins with, and an option of a list. */
const LEADING_NAME = /^[\w$.:-]*[\w$]/;

/**
 * Finds what is defined outside of lists and headings: where an id and the code right behind it, or the text inside it, say the same
 * name. So do the directives of servers, the arguments of configuration languages, the functions of some API pages.
 */
export class PlacedNames {
  readonly #blocks: BlockCollector;
  readonly #outline: Outline;
  /** Length of the run where code or an anchor's text began; -1 for none. */
  #start = -1;
  /** Elements of code that are open since. */
  #depth = 0;
  /** It is a name in bold letters, which are no code. */
  #isBold = false;
  #ids: readonly string[] = [];
  #region: Region;
  /** The anchor that began the run is of the old kind, which marks a place and does nothing else. */
  #isNamed = false;
  /** It has closed: its id, and the length of the run there. */
  #headed: { id: string; end: number } | undefined;
  /** The element that the last definition is in: it ends with it. */
  #openRegion: Region | undefined;

  constructor(blocks: BlockCollector, outline: Outline) {
    this.#blocks = blocks;
    this.#outline = outline;
    this.#region = blocks.region;
  }

  /** Code behind ids, alone or with a label such as `Syntax:` before it. */
  openCode(): void {
    const { anchors, anchorsIn } = this.#blocks.ids;
    this.#isBold = false;
    if (this.#start >= 0) this.#depth++;
    if (anchors.length === 0 || this.#start >= 0) return;
    const before = this.#blocks.run.peek(MAX_LABEL_CHARS)?.trim();
    if (before !== '' && before?.endsWith(':') !== true) return;
    this.#begin(anchors, anchorsIn);
  }

  /** Bold letters are a name only where no word looks like that. */
  openBold(): void {
    this.openCode();
    this.#isBold = true;
  }

  /** Defines what the code names, when one of the ids says the same. */
  closeCode(): void {
    if (this.#depth-- > 0) return;
    const isBold = this.#isBold;
    this.#isBold = false;
    const text = this.#end();
    const code = squeeze(text?.behind ?? '');
    const name = LEADING_NAME.exec(code)?.[0];
    const id = this.#ids.find(
      (one) => name !== undefined && isNameOfPlace(one, name) && (!isBold || isProgramName(name)),
    );
    if (text === undefined || name === undefined || id === undefined) return;
    this.#blocks.run.take();
    const { region } = this.#blocks;
    const heading = cut(code, MAX_HEADING_CHARS);
    const mark = this.define(heading, { anchor: id, symbols: formsOf(name) });
    const owner = mark ?? this.#outline.owner;
    const add = (kind: Block['kind'], words: string) => {
      if (words !== '') this.#blocks.add({ kind, text: words, linkChars: 0, region, owner });
    };
    add('text', squeeze(text.before));
    add(mark === undefined ? 'text' : 'heading', heading);
    add('text', code.slice(heading.length).trim());
  }

  /**
   * An anchor that is no link, and that no text is before, or only what declares a type: `data`, `class`.
   * @param options.isNamed it marks a place by its name, and is nothing that scripts know by its id
   */
  openAnchor(id: string, { isNamed }: { isNamed: boolean }): void {
    this.#headed = undefined;
    const { isBlank } = this.#blocks.run;
    if (this.#start >= 0 || !(isBlank || isDeclaring(this.#blocks.run.peek(MAX_LABEL_CHARS) ?? ''))) return;
    this.#isNamed = isNamed && isBlank;
    this.#begin([id], this.#blocks.region);
  }

  /** The id and the name that its text gives, where they are the same; undefined otherwise. */
  closeAnchor(): { id: string; name: string } | undefined {
    const name = squeeze(this.#end()?.behind ?? '');
    const id = this.#ids.find((one) => isNameOfPlace(one, name));
    const [first = ''] = this.#ids;
    if (id === undefined && this.#isNamed && isHeadingLine(name) && !isLayoutId(first))
      this.#headed = { id: first, end: this.#blocks.run.length };
    return id === undefined ? undefined : { id, name };
  }

  /** A line of a text that is all of it in a named anchor heads what follows, as people wrote headings in bold or of a size of their own. */
  #closeHeading(): boolean {
    const [headed, { region, run }] = [this.#headed, this.#blocks];
    this.#headed = undefined;
    const raw = headed === undefined ? undefined : run.peek(MAX_HEADING_CHARS);
    if (headed === undefined || raw === undefined || raw.slice(headed.end).trim() !== '') return false;
    if (ITEMS.has(region.name) || region.isNote) return false;
    const text = squeeze(raw);
    const place = { level: LEAST_LEVEL, anchor: headed.id, anchorAbove: '', symbols: [] };
    const owner = this.#outline.addHeading(text, place);
    if (owner === undefined) return false;
    run.take();
    this.#blocks.add({ kind: 'heading', text, linkChars: 0, region, owner });
    return true;
  }

  /** What stands below the table explains the setting. */
  #closeSetting(): boolean {
    const { region, run } = this.#blocks;
    const line = region.name === 'table' ? squeeze(run.peek(MAX_HEADING_CHARS) ?? '') : '';
    const [name = '', ...labels] = line.split(LABELLED);
    if (labels.length < MIN_LABELS || !SETTING.test(name)) return false;
    this.#region = region.parent ?? region;
    const owner = this.define(name, { anchor: this.#outline.owner.anchor, symbols: formsOf(name) });
    if (owner === undefined) return false;
    const { linkChars } = run.take();
    this.#blocks.add({ kind: 'heading', text: name, linkChars: 0, region, owner });
    this.#blocks.add({ kind: 'text', text: labels.join(' '), linkChars, region, owner });
    return true;
  }

  /** Does the line at hand go on with the next one? */
  goesOn(): boolean {
    const raw = this.#blocks.run.peek(MAX_HEADING_CHARS);
    return raw?.includes('@') === true && DECORATORS.test(raw) && this.#blocks.regions.begun !== undefined;
  }

  /** A line that is the first in an element, and calls or declares what the id of that names: `put(thing) → pile`, `class Pile:`. */
  closeLine(): void {
    if (this.#closeHeading() || this.#closeSetting()) return;
    const place = this.#blocks.regions.begun;
    const raw = place === undefined ? undefined : this.#blocks.run.peek(MAX_HEADING_CHARS);
    if (place === undefined || raw === undefined) return;
    const line = squeeze(raw);
    const field = FIELD_LINE.exec(line)?.[1];
    const isField = field !== undefined && place.id.endsWith(`.${field}`);
    const named = isField ? field : (CALL_LINE.exec(line) ?? DECLARED_LINE.exec(line))?.[1];
    const isNamed = named !== undefined && isNameOfPlace(place.id, named);
    const called = isNamed ? named : signedName(place.id, line);
    const name = called ?? declaredName(place.id, line);
    if (name === undefined) return;
    const whole = place.id.endsWith(`.${name}`) ? place.id : name;
    const { region, run } = this.#blocks;
    const { linkChars } = run.take();
    // What is only declared there is described beside it.
    this.#region = called === undefined ? (place.parent ?? place) : place;
    const owner = this.define(line, { anchor: place.id, symbols: [...new Set([whole, ...formsOf(name)])] });
    const kind = owner === undefined ? 'text' : 'heading';
    this.#blocks.add({ kind, text: line, linkChars, region, owner: owner ?? this.#outline.owner });
  }

  /** Preformatted text that declares what an id at it names: `val put : thing` at `VALput`. False when it is code like any other. */
  closeDeclaration(): boolean {
    const { ids, region, run } = this.#blocks;
    const { kind, heading: named } = this.#outline.owner;
    const above = kind === 'heading' ? named.split(/[\s.]+/).at(-1) : undefined;
    const raw = ids.anchors.length === 0 ? undefined : run.peek(MAX_RUN_CHARS);
    const line = squeeze(raw ?? '');
    const [id, name] = ids.anchors.map((one) => [one, declaredName(one, line)]).find((pair) => pair[1]) ?? [];
    // `module Pile: sig .. end` below `Module Pile` says nothing more.
    if (id === undefined || name === undefined || name === above) return false;
    this.#region = region;
    const heading = cut(line, MAX_HEADING_CHARS);
    const owner = this.define(heading, { anchor: id, symbols: formsOf(name) });
    if (owner === undefined) return false;
    const { linkChars } = run.take();
    this.#blocks.add({ kind: 'heading', text: heading, linkChars: Math.min(linkChars, heading.length), region, owner });
    const rest = line.slice(heading.length).trim();
    if (rest !== '') this.#blocks.add({ kind: 'code', text: rest, linkChars: 0, region, owner });
    return true;
  }

  /** Starts a definition that ends with the element its id is in, or with the next one. */
  define(heading: string, place: { anchor: string; symbols: string[] }): ReturnType<Outline['addPlaced']> {
    this.#openRegion = this.#region;
    return this.#outline.addPlaced(heading, place);
  }

  /** Closes a list. When it had one term and nothing else, what follows it describes the term. */
  closeList(): void {
    const { last } = this.#blocks;
    const entry = last?.kind === 'heading' ? last.owner : undefined;
    if (this.#outline.closeList(entry)) this.#openRegion = this.#blocks.region;
  }

  /** The next point of a list ends what the one before it defines. */
  openPoint(): void {
    if (this.#openRegion !== undefined && LISTS.has(this.#blocks.region.name)) this.closeRegion(this.#blocks.region);
  }

  closeRegion(region: Region): void {
    if (region !== this.#openRegion) return;
    this.#openRegion = undefined;
    this.#outline.closePlaced();
  }

  #begin(ids: readonly string[], region: Region): void {
    this.#start = this.#blocks.run.length;
    this.#depth = 0;
    this.#ids = ids;
    this.#region = region;
  }

  #end(): { before: string; behind: string } | undefined {
    const start = this.#start;
    this.#start = -1;
    const text = start < 0 ? undefined : this.#blocks.run.peek(MAX_RUN_CHARS);
    return text === undefined || text.length < start
      ? undefined
      : { before: text.slice(0, start), behind: text.slice(start) };
  }
}

/** Sentences end with a full stop, and what introduces something with a colon. */
function isHeadingLine(text: string): boolean {
  return text.length <= MAX_LINE_CHARS && /\p{L}{2}/u.test(text) && !/[.,;:\u2026\u3002]$/u.test(text);
}

/** The name that the id begins with, where that is a signature, and the line declares it. */
function signedName(id: string, line: string): string | undefined {
  const name = SIGNATURE_ID.exec(id)?.[1];
  const declared = line.replace(DECLARING, '');
  return name !== undefined && declared.startsWith(name) && !/^\w/.test(declared.slice(name.length)) ? name : undefined;
}
