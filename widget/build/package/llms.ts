// The READMEs' facts for agents that write pages and servers (https://llmstxt.org).

/** The READMEs' parts that are kept, by the name in their markers, and their headings. */
const PARTS: Readonly<Record<string, string>> = {
  attributes: 'Attributes of the element',
  members: 'Its further properties, and its methods',
  events: 'Its events',
  properties: 'Its CSS custom properties',
  parts: 'Its CSS parts',
  slots: 'Its slots',
  policy: 'Content Security Policy',
  imports: 'What can be imported',
  routes: 'Routes of the Worker',
  limits: 'Fields of a request',
  prices: 'Prices',
  problems: 'Problem codes',
  settings: 'Settings of the Worker',
};

/** The text, made of the READMEs. */
export function llmsText(readme: string): string {
  const [title, about = '', snippet] = readme.split('\n\n');
  const parts = Object.entries(PARTS).map(([name, heading]) => {
    const [, part] = new RegExp(`<!-- ${name} -->([\\s\\S]*?)<!-- /${name} -->`).exec(readme) ?? [];
    if (part === undefined) throw new Error(`no README has a part "${name}"`);
    return `## ${heading}\n\n${part.trim()}`;
  });
  return `${[title, about.replace(/^/gm, '> '), snippet, ...parts].join('\n\n')}\n`;
}
