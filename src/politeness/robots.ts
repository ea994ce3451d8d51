import { checkBytes } from '../model/misuse.ts';
import { type RobotsPattern, robotsPattern, robotsTarget } from './robots-pattern.ts';
import { fromOctets, type RobotsRecord, robotsRecords } from './robots-records.ts';

/** What a robots.txt says. Every method takes any text and never throws. */
export interface Robots {
  /**
   * @param url absolute URL, judged by its path and query
   * @param agent product token such as `Spindex`, or a full User-Agent header that begins with it
   */
  isAllowed(url: string, agent: string): boolean;
  /** `isAllowed` with the rule that decided. */
  decide(url: string, agent: string): RobotsDecision;
  /** Seconds between requests that the agent's group asks for, 0 or more, not bounded; the largest when there are several. */
  crawlDelaySeconds(agent: string): number | undefined;
  /** Addresses of sitemaps as written, in order: relative ones are relative to the robots.txt. */
  sitemaps: string[];
}

interface RobotsDecision {
  allowed: boolean;
  /** The line that decided, as written; absent when no rule matches. */
  rule?: string;
  /** Its number in the file, from 1. */
  line?: number;
}

interface Rule {
  allow: boolean;
  pattern: RobotsPattern;
  text: string;
  line: number;
}

/** Consecutive lines: agents, then the rules they share. */
interface Group {
  agents: string[];
  rules: RobotsRecord[];
  /** How many of the agents have their Crawl-delay. */
  delayed: number;
}

/** The key of a Crawl-delay above all agents. */
const EVERYBODY = '';

/** What is known by agent; the key is a product token in lower case, or `*`. */
interface Agents {
  groups: Map<string, Set<Group>>;
  delays: Map<string, number>;
}

/**
 * Reads a robots.txt by RFC 9309; any bytes will do. Beyond the RFC: `Crawl-delay`, digits in product tokens, frequent
 * misspellings of field names, a missing colon. docs/urls.md says where crawlers differ and which side is taken.
 */
export function parseRobots(body: Uint8Array): Robots {
  checkBytes('body', body);
  const records = robotsRecords(body);
  const agents = readAgents(records);
  const rulesByAgent = new Map<string, Rule[]>();

  const keyOf = (agent: string) => {
    const token = productToken(agent);
    return agents.groups.has(token) ? token : '*';
  };
  const rulesOf = (agent: string) => {
    const key = keyOf(agent);
    const rules = rulesByAgent.get(key) ?? mergeGroups(agents.groups.get(key));
    rulesByAgent.set(key, rules);
    return rules;
  };
  const decide = (url: string, agent: string): RobotsDecision => {
    const target = robotsTarget(url);
    // RFC 9309 section 2.2.2: the file itself is always allowed.
    if (target === '/robots.txt') return { allowed: true };
    const rule = rulesOf(agent).find(({ pattern }) => pattern.matches(target));
    return rule ? { allowed: rule.allow, rule: rule.text, line: rule.line } : { allowed: true };
  };

  return {
    isAllowed: (url, agent) => decide(url, agent).allowed,
    decide,
    crawlDelaySeconds: (agent) => agents.delays.get(keyOf(agent)) ?? agents.delays.get(EVERYBODY),
    sitemaps: records
      .filter(({ field, value }) => field === 'sitemap' && value !== '')
      .map(({ value }) => fromOctets(value)),
  };
}

function readAgents(records: readonly RobotsRecord[]): Agents {
  const agents: Agents = { groups: new Map(), delays: new Map() };
  let group: Group | undefined;
  for (const record of records) {
    if (record.field === 'user-agent') group = nameAgent(agents, { group, value: record.value });
    else if (record.field === 'crawl-delay') delayAgents(agents, { group, seconds: Number.parseFloat(record.value) });
    else if (record.field !== 'sitemap') group?.rules.push(record);
  }
  return agents;
}

/** An agent line joins the group above it until that has a rule; lines of other fields do not part them (RFC 9309 section 2.2.4). */
function nameAgent(agents: Agents, line: { group: Group | undefined; value: string }): Group {
  const group = line.group?.rules.length === 0 ? line.group : { agents: [], rules: [], delayed: 0 };
  const token = productToken(line.value) || (/^\*(?:[\t ]|$)/.test(line.value) ? '*' : '');
  if (token === '') return group;
  group.agents.push(token);
  agents.groups.set(token, (agents.groups.get(token) ?? new Set()).add(group));
  return group;
}

/**
 * A Crawl-delay is meant for the agents named above it, not for those that join the group below it; above all agents, for those that have none of their own.
 */
function delayAgents(agents: Agents, line: { group: Group | undefined; seconds: number }): void {
  const { group, seconds } = line;
  if (!Number.isFinite(seconds) || seconds < 0) return;
  for (const token of group?.agents.slice(group.delayed) ?? [EVERYBODY]) {
    agents.delays.set(token, Math.max(seconds, agents.delays.get(token) ?? 0));
  }
  if (group) group.delayed = group.agents.length;
}

/** All rules of an agent, the one that beats the others first: the longest, and Allow before Disallow. */
function mergeGroups(groups: Iterable<Group> = []): Rule[] {
  const rules = [...groups].flatMap((group) => group.rules).flatMap(compileRule);
  return rules.sort((a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow));
}

function compileRule({ field, value, text, line }: RobotsRecord): Rule[] {
  const pattern = robotsPattern(value);
  return pattern ? [{ allow: field === 'allow', pattern, text: fromOctets(text), line }] : [];
}

/** The product token that text begins with, such as a User-Agent header, in lower case; '' when there is none. */
export function productToken(text: string): string {
  return /^[A-Za-z0-9_-]+/.exec(text)?.[0].toLowerCase() ?? '';
}
