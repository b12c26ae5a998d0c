// The code that the builder offers to copy: markup, CSS, policy and deploy link. Pure functions.

import type {Config} from '../../worker/contract/index.ts';

/** The builder's choices. An absent choice leaves the element's default. */
export type Choices = Readonly<Partial<Record<keyof typeof ATTRIBUTES | keyof typeof PROPERTIES, string>>>;

/** Choices that are attributes; `true` if the attribute has a value. */
const ATTRIBUTES = {id: true, lang: true, name: true, hide: true, required: false, disabled: false};

/** Choices that are CSS: property and unit. */
const PROPERTIES = {
  accent: ['--hailuo-accent', ''],
  stage: ['--hailuo-stage', ''],
  radius: ['--hailuo-radius', 'em'],
  space: ['--hailuo-space', 'em'],
  width: ['max-inline-size', 'px'],
} as const;

const TURNSTILE_ORIGIN = 'https://challenges.cloudflare.com';
const DEPLOY_URL = 'https://deploy.workers.cloudflare.com';

/** The element's attributes; undefined for an attribute that is to be removed. */
export function attributesOf(choices: Choices): [name: string, value: string | undefined][] {
  return Object.entries(ATTRIBUTES).map(([name, hasValue]) => {
    const value = choices[name as keyof typeof ATTRIBUTES];
    return [name, value && (hasValue ? value : '')];
  });
}

/** The element's CSS declarations. */
export function styleOf(choices: Choices): [property: string, value: string][] {
  return Object.entries(PROPERTIES).flatMap(([name, [property, unit]]) => {
    const value = choices[name as keyof typeof PROPERTIES];
    return value ? [[property, value + unit]] : [];
  });
}

/** The two lines of HTML. With an integrity hash the browser runs the script only if it is unchanged. */
export function markupOf(script: string, choices: Choices, integrity?: string): string {
  const pinned = [
    ['integrity', integrity],
    ['crossorigin', integrity && 'anonymous'],
  ] as const;
  const first = tag('script', [['type', 'module'], ['src', script], ...pinned]);
  return `${first}\n${tag('hailuo-generator', attributesOf(choices))}`;
}

/** The CSS rule; empty without declarations. */
export function ruleOf(choices: Choices): string {
  const lines = styleOf(choices).map(([property, value]) => `  ${property}: ${value};\n`);
  return lines.length ? `hailuo-generator {\n${lines.join('')}}` : '';
}

/** The sources that the element needs in a Content Security Policy. */
export function policyOf(origin: string, visitorCheck: Config['visitorCheck']): string {
  const turnstile = visitorCheck === 'turnstile';
  return [
    `script-src ${origin}${turnstile ? ` ${TURNSTILE_ORIGIN}` : ''}`,
    `connect-src ${origin}`,
    `media-src ${origin}`,
    'img-src data:',
    ...(turnstile ? [`frame-src ${TURNSTILE_ORIGIN}`] : []),
  ].join('; ');
}

/** The page that deploys a repository to Cloudflare; undefined for an unsupported address. */
export function deployURLOf(repository: string): string | undefined {
  const found = /^https:\/\/(github|gitlab)\.com\/[\w.-]+\/[\w./-]*[\w-]\/?$/.exec(repository.trim());
  return found ? `${DEPLOY_URL}/?url=${encodeURIComponent(found[0])}` : undefined;
}

/** Cloudflare's deploy button as Markdown, for the README of a repository. */
export function deployButtonOf(link: string): string {
  return `[![Deploy to Cloudflare](${DEPLOY_URL}/button)](${link})`;
}

function tag(name: string, attributes: readonly (readonly [name: string, value: string | undefined])[]): string {
  const text = attributes.map(([attribute, value]) => {
    if (value === undefined) return '';
    return value ? ` ${attribute}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"` : ` ${attribute}`;
  });
  return `<${name}${text.join('')}></${name}>`;
}
