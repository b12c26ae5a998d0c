// The first frame in the form: its thumbnail and name, its removal, and what can be done with it.

import {html, nothing, type TemplateResult} from 'lit';
import {icons} from '../../base/icons.ts';
import {type Words, wordsOf} from '../../i18n/locales/en-run.ts';
import {type ComposerView, fault} from '../../shell/form.ts';
import {controlOf} from '../../shell/validation.ts';
import {cropper} from './cropper.ts';

/** What the control shows once a picture was given. */
export function frameFace({studio, language}: ComposerView): TemplateResult | undefined {
  const frame = studio?.frame.frame;
  if (!frame) return undefined;
  const words = wordsOf(language.terms);
  return html`${
    frame.state === 'usable' ? html`<img src=${frame.encoded.dataURI} alt="" />` : icons.picture
  }<span>${frame.state === 'reading' ? words.frameReading : frame.name || words.frame}</span>`;
}

/** What it is called then. */
export function frameLabel({studio, language}: ComposerView): string | undefined {
  const frame = studio?.frame.frame;
  if (!frame) return undefined;
  const words = wordsOf(language.terms);
  if (frame.state === 'reading') return words.frameReading;
  return frame.name ? words.frameAlt(frame.name) : words.frame;
}

export function frameRemoval({studio, language}: ComposerView): TemplateResult {
  const {removeFrame} = wordsOf(language.terms);
  const onRemove = ({currentTarget}: Event) => {
    const {form} = currentTarget as HTMLButtonElement;
    if (form) controlOf(form, 'frameImages')?.focus();
    studio?.frame.remove();
  };
  return html`<button type="button" class="icon" aria-label=${removeFrame} title=${removeFrame} @click=${onRemove}>${icons.remove}</button>`;
}

/** Under the prompt: the crop of a picture; where there is none, a way to name one on the web, if the deployment takes such. */
export function frameTools(view: ComposerView): TemplateResult {
  const usable = view.studio?.frame.frame?.state === 'usable';
  return html`<p class="hidden" role="status">${usable ? frameLabel(view) : nothing}</p>
    ${toolsOf(view)}`;
}

function toolsOf({studio, language, faults}: ComposerView): TemplateResult | typeof nothing {
  const frame = studio?.frame.frame;
  if (frame?.state === 'usable') return cropper({...frame, language, onMove: (by) => studio?.frame.move(by)});
  const hosts = studio?.deployment.config?.imageHosts ?? [];
  if (!hosts.length || frame) return nothing;
  const words = wordsOf(language.terms);
  const onChange = ({currentTarget}: Event) => {
    const input = currentTarget as HTMLInputElement;
    const fits = URL.canParse(input.value) && isOn(new URL(input.value), hosts);
    input.setCustomValidity(input.value && !fits ? addressRule(words, hosts) : '');
    if (input.value && fits) studio?.frame.link(input.value);
    else studio?.frame.remove();
  };
  return html`<details class="more">
    <summary>${words.frameURL}</summary>
    <div class="field"><input inputmode="url" autocapitalize="none" spellcheck="false" name="frameURL" aria-label=${words.frameURL} placeholder="https://${hosts[0]}/…" aria-invalid=${Boolean(faults.frameURL)} aria-describedby="frameURL-fault frameURL-hint" @change=${onChange} /></div>
    ${fault('frameURL', faults, 'status')}
    <p class="hint" id="frameURL-hint">${faults.frameURL ? nothing : addressRule(words, hosts)}</p>
  </details>`;
}

/** Which addresses are taken. */
export function addressRule(words: Words, hosts: readonly string[] = []): string {
  return words.frameURLRule(hosts.join(', '));
}

/** As the endpoint judges it. */
function isOn({protocol, host, username, password}: URL, hosts: readonly string[]): boolean {
  return protocol === 'https:' && !username && !password && hosts.includes(host);
}
