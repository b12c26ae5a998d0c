// How the frameworks' compilers come to know the element: what may be written on it, as its manifest has it, with the
// types of its class. One module each, which loads the element too.

import {type Described, type ElementDeclaration, elementOf, type Manifest} from './manifest.ts';

/** How one framework wants to be told. */
interface Framework {
  /** How it spells a listener for an event. */
  listener: (event: string) => string;
  /** Imports and the augmentation, given the tag and the names of its properties’ and its element’s types. */
  augment: (tag: string, properties: string, element: string) => string;
}

const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  jsx: {
    listener: (event) => `on${event}`,
    augment: (tag, properties, element) => `import type {DetailedHTMLProps, HTMLAttributes} from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      '${tag}': DetailedHTMLProps<HTMLAttributes<${element}>, ${element}> & ${properties};
    }
  }
}`,
  },
  vue: {
    listener: (event) => `on${event.replace(/(?:^|-)(\w)/g, (_, initial: string) => initial.toUpperCase())}`,
    augment: (tag, properties) => `import type {HTMLAttributes, PublicProps} from 'vue';

declare module 'vue' {
  interface GlobalComponents {
    '${tag}': new () => {$props: PublicProps & Omit<HTMLAttributes, keyof ${properties}> & ${properties}};
  }
}`,
  },
  svelte: {
    listener: (event) => `on${event}`,
    augment: (tag, properties, element) => `import type {HTMLAttributes} from 'svelte/elements';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    '${tag}': Omit<HTMLAttributes<${element}>, keyof ${properties}> & ${properties};
  }
}`,
  },
};

/** The modules, by file name. */
export function typings(manifest: Manifest): Readonly<Record<string, string>> {
  const element = elementOf(manifest);
  return Object.fromEntries(
    Object.entries(FRAMEWORKS).flatMap(([name, framework]) => [
      [`${name}.js`, "export * from 'hailuo-generator';\n"],
      [`${name}.d.ts`, typing(element, framework)],
    ]),
  );
}

function typing(element: ElementDeclaration, {listener, augment}: Framework): string {
  const {name, tagName, events} = element;
  const lines = [
    ...settable(element).map((property) => line(property.name, typeOf(property, element), property)),
    ...events.map((event) => line(listener(event.name), `(event: ${event.type?.text}) => void`, event)),
  ];
  return `import type {${[name, ...events.map(({type}) => type?.text)].join(', ')}} from './types/widget/index.js';
${augment(tagName, `${name}Properties`, name)}

/** What may be written on <${tagName}>. */
export interface ${name}Properties {
${lines.join('\n')}
}

export * from './types/widget/index.js';
`;
}

/** Its attributes, and the properties that have none. */
function settable({attributes, members}: ElementDeclaration): Described[] {
  const properties = members.filter(
    ({kind, readonly, name}) =>
      kind === 'field' && !readonly && !attributes.some((attribute) => attribute.name === name),
  );
  return [...attributes, ...properties];
}

function typeOf({name, type}: Described, element: ElementDeclaration): string {
  return element.members.some((member) => member.name === name)
    ? `${element.name}['${name}']`
    : (type?.text ?? 'string');
}

function line(name: string, type: string, {description}: Described): string {
  return `  /** ${description} */\n  ${/\W/.test(name) ? `'${name}'` : name}?: ${type.includes('=>') ? `(${type})` : type} | undefined;`;
}
