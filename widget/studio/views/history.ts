// The history: a card for each generation in progress and each one stored on this device.

import {html, nothing, type TemplateResult} from 'lit';
import {listenerOf} from '../../base/control.ts';
import {icons} from '../../base/icons.ts';
import type {View} from '../../base/view.ts';
import {problemText, type Words, wordsOf} from '../../i18n/words.ts';
import type {Run} from '../runs/run.ts';
import type {Studio} from '../studio.ts';
import {prefersReducedData} from './player.ts';
import {formatElapsed, runStatusText, runTitle} from './texts.ts';

/** The history. Nothing where the stage already shows all there is. */
export function history({language, hides}: View, studio: Studio): TemplateResult | typeof nothing {
  const {all, staged, unseen} = studio.runs;
  if (hides('history') || !all.some((run) => run !== staged)) return nothing;
  const words = wordsOf(language.terms);
  const expired = (run: Run) => run.isExpired(studio.deployment.config?.retentionDays);
  return html`<section class="history" part="history" aria-label=${words.videos}>
    <ul role="list">
      ${all.map(
        (run) => html`<li>
          <button type="button" class="card" aria-current=${run === staged} @click=${() => studio.runs.stage(run)}>
            <span class="picture">${pictureOf(run, expired(run))}${progressOf(run)}</span>
            <span class="title">${run.prompt || words.untitled}</span>
            <small>${stateOf(run, words, language.tag, expired(run))}</small>
          </button>
        </li>`,
      )}
    </ul>
    ${studio.confirmButton.render({className: 'quiet', label: words.deleteAllVideos, question: words.confirmDelete, subject: studio.runs, action: () => studio.runs.removeAll()})}
    <p class="hidden" role="status">${unseen ? `${runTitle(unseen, words)}: ${runStatusText(language, unseen)}` : nothing}</p>
  </section>`;
}

function pictureOf(run: Run, expired: boolean): TemplateResult {
  if (run.poster) return html`<img src=${run.poster} alt="" />`;
  const face = run.state.phase === 'success' ? run.state.generation.results[run.coverIndex] : undefined;
  if (!face?.videoURL || expired || prefersReducedData()) return icons.aperture;
  const onSeen = (event: Event) => run.capturePoster(listenerOf(event));
  // In WebKit, a frame or its size may not be available yet at `loadeddata`.
  return html`<video src="${face.videoURL}#t=0.1" crossorigin="anonymous" preload="auto" .muted=${true} playsinline aria-hidden="true" tabindex="-1" @loadeddata=${onSeen} @resize=${onSeen} @seeked=${onSeen}></video>`;
}

function progressOf({running, state}: Run): TemplateResult | typeof nothing {
  if (!running) return nothing;
  const progress = state.phase === 'processing' ? state.generation.progress : undefined;
  return html`<progress aria-hidden="true" max="100" value=${progress ?? nothing}></progress>`;
}

/** The state in a few words. The elapsed time is hidden from assistive technology, which would announce each second. */
function stateOf(run: Run, words: Words, tag: string, expired: boolean): string | TemplateResult {
  const {state} = run;
  switch (state.phase) {
    case 'submitting':
      return words.sending;
    case 'resuming':
      return words.resuming;
    case 'processing':
      return html`<span class="hidden">${words.generating(state.generation.numberResults)}</span><span aria-hidden="true">${formatElapsed(Date.now() - run.since)}</span>`;
    case 'unwatched':
      return words.unwatched;
    case 'error':
      return problemText(words, state.code)[0];
    case 'success':
      return expired ? problemText(words, 'clipExpired')[0] : formatDate(tag, run.since);
    default:
      return state satisfies never;
  }
}

function formatDate(tag: string, since: number): string {
  return new Intl.DateTimeFormat(tag, {dateStyle: 'medium', timeStyle: 'short', numberingSystem: 'latn'}).format(since);
}
