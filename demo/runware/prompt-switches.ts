// Reads the switches of a prompt. Does not use Node's API.

import {SWITCHES, type SwitchKind, type SwitchName} from './switches.ts';

/** Patterns for values in angle brackets. */
const PLACEHOLDERS = {
  '<number>': /^(\d+(\.\d+)?|\.\d+)$/,
  '<code>': /^[a-z][A-Za-z0-9]*$/,
} as const;

/** One value of a switch and how many times it occurs. */
export interface Setting {
  readonly value: string;
  readonly count: number;
}

/** The switches that are set, each with its values in order. */
export type Switches = Readonly<Partial<Record<SwitchName, readonly Setting[]>>>;

/** Result of {@link parseSwitches}. */
export interface ParsedPrompt {
  /** The prompt without its switches. */
  readonly prompt: string;
  readonly switches: Switches;
  /** Why the switches are invalid, for the author of the prompt. */
  readonly problem?: string;
}

/** Separates a prompt from its `@runware(…)` switches. */
export function parseSwitches(text: string): ParsedPrompt {
  const found: string[] = [];
  const prompt = text
    .replaceAll(/\s*@runware\(([^)]*)\)/g, (_, inside: string) => {
      found.push(inside);
      return '';
    })
    .trim();
  if (prompt.includes('@runware(')) return {prompt, switches: {}, problem: '"@runware(" is not closed with ")".'};
  return {prompt, ...parseSettings(found.join(' '))};
}

/** Parses space-separated `name=value[:count]` settings, without the surrounding `@runware(…)`. */
export function parseSettings(text: string): Omit<ParsedPrompt, 'prompt'> {
  const switches: Partial<Record<SwitchName, Setting[]>> = {};
  for (const item of text.split(/\s+/).filter(Boolean)) {
    const [, name = '', value = '', count] = /^([^=:]*)=([^:]*)(?::(\d+))?$/.exec(item) ?? [];
    if (!isSwitch(name))
      return {switches: {}, problem: `"${item}" is not a switch. Switches: ${Object.keys(SWITCHES).join(', ')}.`};
    const kind: SwitchKind = SWITCHES[name];
    if (!allows(kind, value)) {
      return {switches: {}, problem: `"${item}": ${name} takes ${Object.keys(kind.values).join(', ')}.`};
    }
    if (count !== undefined && !kind.counts) return {switches: {}, problem: `"${item}": ${name} takes no count.`};
    const setting = {value, count: count === undefined ? (kind.times?.[value] ?? Infinity) : Number(count)};
    switches[name] = kind.many ? [...(switches[name] ?? []), setting] : [setting];
  }
  return {switches};
}

/** The settings of a switch, or its default. Never empty. */
export function settingsOf(switches: Switches, name: SwitchName): readonly [Setting, ...Setting[]] {
  const [first, ...rest] = switches[name] ?? [];
  return first ? [first, ...rest] : [{value: SWITCHES[name].default, count: Infinity}];
}

/** The first value of a switch, or its default. */
export function switchValue(switches: Switches, name: SwitchName): string {
  return settingsOf(switches, name)[0].value;
}

function isSwitch(name: string): name is SwitchName {
  return Object.hasOwn(SWITCHES, name);
}

function allows(kind: SwitchKind, value: string): boolean {
  if (Object.hasOwn(PLACEHOLDERS, value)) return false;
  if (Object.hasOwn(kind.values, value)) return true;
  return Object.entries(PLACEHOLDERS).some(
    ([name, pattern]) => Object.hasOwn(kind.values, name) && pattern.test(value),
  );
}
