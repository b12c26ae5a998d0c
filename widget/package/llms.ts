// The READMEs' facts for agents that write pages and servers (https://llmstxt.org).

/** The READMEs' tables that are kept, by the name in their markers, and their headings. */
const TABLES: Readonly<Record<string, string>> = {
  attributes: 'Attributes of the element',
  events: 'Events of the element',
  properties: 'Its CSS custom properties',
  parts: 'Its CSS parts',
  slots: 'Its slots',
  routes: 'Routes of the Worker',
  limits: 'Fields of a request',
  prices: 'Prices',
  problems: 'Problem codes',
  settings: 'Settings of the Worker',
};

/** The text, made of the READMEs. */
export function llmsText(readme: string): string {
  const [title, about = '', snippet] = readme.split('\n\n');
  const tables = Object.entries(TABLES).map(([name, heading]) => {
    const [, table] = new RegExp(`<!-- ${name} -->\\n\\n([\\s\\S]*?)\\n\\n<!-- /${name} -->`).exec(readme) ?? [];
    if (table === undefined) throw new Error(`no README has a table "${name}"`);
    return `## ${heading}\n\n${table}`;
  });
  return `${[title, about.replace(/^/gm, '> '), snippet, ...tables].join('\n\n')}\n`;
}
