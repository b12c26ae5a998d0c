// The templates of the first frame: thumbnail, name, remove button, and the tools under the prompt.

import {html, nothing, type TemplateResult} from 'lit';
import type {Config} from '../../../worker/contract/index.ts';
import {controlOf, listenerOf} from '../../base/control.ts';
import {fault} from '../../base/field.ts';
import {icon, icons} from '../../base/icons.ts';
import type {FormView, View} from '../../base/view.ts';
import {wordsOf} from '../../i18n/words.ts';
import {cropper} from './cropper.ts';
import type {FirstFrame} from './first-frame.ts';
import {isAllowedURL, urlRule} from './url-rule.ts';

const REMOVE_ICON = icon('M6 6l12 12M18 6L6 18');

/** The part of the studio that these templates use. */
interface Studio {
  firstFrame: FirstFrame;
  deployment: {config: Config | undefined};
}

/** The content of the control with a first frame. */
export function frameThumbnail({language}: View, {firstFrame: {frame}}: Studio): TemplateResult | undefined {
  if (!frame) return undefined;
  const words = wordsOf(language.terms);
  return html`${
    frame.state === 'usable' ? html`<img src=${frame.encoded.dataURI} alt="" />` : icons.picture
  }<span>${frame.state === 'reading' ? words.frameReading : frame.name || words.frame}</span>`;
}

/** The name of the control with a first frame. */
export function frameLabel({language}: View, {firstFrame: {frame}}: Studio): string | undefined {
  if (!frame) return undefined;
  const words = wordsOf(language.terms);
  if (frame.state === 'reading') return words.frameReading;
  return frame.name ? words.frameAlt(frame.name) : words.frame;
}

/** The button that removes the first frame. */
export function frameRemoveButton({language}: View, {firstFrame}: Studio): TemplateResult {
  const {removeFrame} = wordsOf(language.terms);
  const onRemove = (event: Event) => {
    const {form} = listenerOf<HTMLButtonElement>(event);
    if (form) controlOf(form, 'frameImages')?.focus();
    firstFrame.remove();
  };
  return html`<button type="button" class="icon-button" aria-label=${removeFrame} title=${removeFrame} @click=${onRemove}>${REMOVE_ICON}</button>`;
}

/** Under the prompt: the cropper; without a first frame, a field for an address, if the deployment accepts any. */
export function frameTools(view: FormView, studio: Studio): TemplateResult {
  const usable = studio.firstFrame.frame?.state === 'usable';
  return html`<p class="hidden" role="status">${usable ? frameLabel(view, studio) : nothing}</p>
    ${toolsOf(view, studio)}`;
}

function toolsOf({language, faults}: FormView, {firstFrame, deployment}: Studio): TemplateResult | typeof nothing {
  const {frame} = firstFrame;
  if (frame?.state === 'usable') return cropper({...frame, language, onMove: (by) => firstFrame.moveCrop(by)});
  const hosts = deployment.config?.imageHosts ?? [];
  if (!hosts.length || frame) return nothing;
  const words = wordsOf(language.terms);
  const onChange = (event: Event) => {
    const {value} = listenerOf<HTMLInputElement>(event);
    if (!value) firstFrame.remove();
    else if (isAllowedURL(value, hosts)) firstFrame.setURL(value);
    else firstFrame.rejectURL(value);
  };
  return html`<details class="disclosure">
    <summary>${words.frameURL}</summary>
    <div class="field"><input inputmode="url" autocapitalize="none" spellcheck="false" name="frameURL" aria-label=${words.frameURL} placeholder="https://${hosts[0]}/…" aria-invalid=${Boolean(faults.frameURL)} aria-describedby="frameURL-fault frameURL-hint" @change=${onChange} /></div>
    ${fault('frameURL', faults, 'status')}
    <p class="hint" id="frameURL-hint">${faults.frameURL ? nothing : urlRule(words, hosts)}</p>
  </details>`;
}
