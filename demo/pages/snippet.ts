// What a page needs for the element, as text to copy. Pure.

import type {Config} from '../../worker/contract/index.ts';

/** What can be chosen of the element, by the builder's names. What is absent stays as the element has it. */
export type Choices = Readonly<Partial<Record<keyof typeof ATTRIBUTES | keyof typeof PROPERTIES, string>>>;

/** Those that are attributes, and whether they have a value. */
const ATTRIBUTES = {id: true, lang: true, name: true, hide: true, required: false, disabled: false};

/** Those that are style: property and unit. */
const PROPERTIES = {
  accent: ['--hailuo-accent', ''],
  stage: ['--hailuo-stage', ''],
  radius: ['--hailuo-radius', 'em'],
  space: ['--hailuo-space', 'em'],
  width: ['max-inline-size', 'px'],
} as const;

const CHECK = 'https://challenges.cloudflare.com';
const DEPLOY = 'https://deploy.workers.cloudflare.com';

/** The element's attributes; undefined for those it is to be without. */
export function attributesOf(choices: Choices): [name: string, value: string | undefined][] {
  return Object.entries(ATTRIBUTES).map(([name, valued]) => {
    const value = choices[name as keyof typeof ATTRIBUTES];
    return [name, value && (valued ? value : '')];
  });
}

/** The element's style, property by property. */
export function styleOf(choices: Choices): [property: string, value: string][] {
  return Object.entries(PROPERTIES).flatMap(([name, [property, unit]]) => {
    const value = choices[name as keyof typeof PROPERTIES];
    return value ? [[property, value + unit]] : [];
  });
}

/** The two lines. With an integrity hash the browser runs the script only as it was hashed. */
export function markupOf(script: string, choices: Choices, integrity?: string): string {
  const pinned = [
    ['integrity', integrity],
    ['crossorigin', integrity && 'anonymous'],
  ] as const;
  const first = tag('script', [['type', 'module'], ['src', script], ...pinned]);
  return `${first}\n${tag('hailuo-generator', attributesOf(choices))}`;
}

/** The rule for its style; empty where there is nothing to say. */
export function ruleOf(choices: Choices): string {
  const lines = styleOf(choices).map(([property, value]) => `  ${property}: ${value};\n`);
  return lines.length ? `hailuo-generator {\n${lines.join('')}}` : '';
}

/** The sources it needs under a policy that allows nothing else. */
export function policyOf(origin: string, visitorCheck: Config['visitorCheck']): string {
  const check = visitorCheck === 'turnstile';
  return [
    `script-src ${origin}${check ? ` ${CHECK}` : ''}`,
    `connect-src ${origin}`,
    `media-src ${origin}`,
    'img-src data:',
    ...(check ? [`frame-src ${CHECK}`] : []),
  ].join('; ');
}

/** Where Cloudflare deploys what is in this repository; undefined for an address it cannot read. */
export function deployOf(repository: string): string | undefined {
  const found = /^https:\/\/(github|gitlab)\.com\/[\w.-]+\/[\w./-]*[\w-]\/?$/.exec(repository.trim());
  return found ? `${DEPLOY}/?url=${encodeURIComponent(found[0])}` : undefined;
}

/** Cloudflare's button, for the README of a repository. */
export function deployButtonOf(link: string): string {
  return `[![Deploy to Cloudflare](${DEPLOY}/button)](${link})`;
}

function tag(name: string, attributes: readonly (readonly [name: string, value: string | undefined])[]): string {
  const text = attributes.map(([attribute, value]) => {
    if (value === undefined) return '';
    return value ? ` ${attribute}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"` : ` ${attribute}`;
  });
  return `<${name}${text.join('')}></${name}>`;
}
