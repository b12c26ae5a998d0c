// Small facts on one line, each keeping its own direction where the page's is another.

import {html, type TemplateResult} from 'lit';

export function facts(...parts: (string | false | undefined)[]): TemplateResult[] {
  return parts.filter(Boolean).map((part, index) => html`${index ? ' · ' : ''}<bdi>${part}</bdi>`);
}
