// The player: the clip on the stage, its details and its actions.

import {html, nothing, type TemplateResult} from 'lit';
import {type Generation, presetOf, priceOf} from '../../../worker/contract/index.ts';
import {listenerOf} from '../../base/control.ts';
import {joinFacts, videoFacts} from '../../base/facts.ts';
import {formatMoney} from '../../base/format.ts';
import {icons} from '../../base/icons.ts';
import type {View} from '../../base/view.ts';
import {wordsOf} from '../../i18n/words.ts';
import {diagnoseClip, downloadURL} from '../api/clip-url.ts';
import type {Run} from '../runs/run.ts';
import type {State} from '../runs/state.ts';
import {lastFrameOf, loadMetadata} from '../runs/video-frame.ts';
import type {Studio} from '../studio.ts';
import {clipProblemText, failedCountText} from './texts.ts';

const RATES = [0.25, 0.5, 1, 1.5, 2];

/** The clip, or the reason why it is not shown. */
export function clipScreen({language}: View, run: Run): TemplateResult {
  const words = wordsOf(language.terms);
  const {videoUUID = '', videoURL = ''} = run.clip ?? {};
  const trouble = clipProblemText(words, run);
  if (trouble) {
    const [what, next] = trouble;
    const final = !videoURL || run.playbackErrors.get(videoUUID) === 'clipExpired';
    return html`${videoURL ? nothing : icons.aperture}
      <p><b>${what}</b></p>
      <p>${next}</p>
      ${final ? nothing : html`<button type="button" @click=${() => run.setPlaybackError(videoUUID, undefined)}>${words.loadAgain}</button>`}`;
  }
  // After a reload, or where the visitor wants to save data, it is loaded on request only.
  const asked = run.restored || prefersReducedData();
  const onSeen = (event: Event) => {
    if (run.selectedIndex === run.coverIndex) run.capturePoster(listenerOf(event));
  };
  return html`<video
    part="video"
    src=${videoURL}
    poster=${(run.selectedIndex === run.coverIndex && run.poster) || nothing}
    aria-label=${run.prompt || words.untitled}
    crossorigin="anonymous"
    preload=${asked ? 'none' : 'auto'}
    controls
    playsinline
    loop
    .muted=${true}
    ?autoplay=${!asked && !matchMedia('(prefers-reduced-motion: reduce)').matches}
    @loadeddata=${onSeen}
    @timeupdate=${onSeen}
    @error=${async () => run.setPlaybackError(videoUUID, await diagnoseClip(videoURL))}
  ></video>`;
}

/** Selects one of several videos; those not finished yet are placeholders. */
export function variationPicker(
  {language}: View,
  studio: Studio,
  run: Run,
  {results, numberResults}: Generation,
): TemplateResult | typeof nothing {
  if (numberResults === 1) return nothing;
  const words = wordsOf(language.terms);
  const done = run.state.phase === 'success';
  return html`<fieldset class="variations" ?disabled=${!done}>
    <legend class="hidden">${words.variations}</legend>
    ${Array.from({length: done ? results.length : numberResults}, (_, index) => {
      const result = results[index];
      if (!result) return html`<span class="pending"></span>`;
      return html`<label
        ><input
          type="radio"
          name="variation"
          aria-label=${result.videoURL ? words.variation(index + 1) : `${words.variation(index + 1)}: ${words.withheld}`}
          .checked=${done && index === run.selectedIndex}
          @change=${() => studio.runs.selectClip(run, index)}
        />${
          result.videoURL
            ? html`<video src="${result.videoURL}#t=0.1" crossorigin="anonymous" preload=${prefersReducedData() ? 'none' : 'metadata'} .muted=${true} playsinline aria-hidden="true" tabindex="-1"></video>`
            : nothing
        }<span>${index + 1}</span></label
      >`;
    })}
  </fieldset>`;
}

/** The clip's details and actions. */
export function clipDetails(
  view: View,
  studio: Studio,
  run: Run,
  {generation}: State & {phase: 'success'},
): TemplateResult {
  const {language, hides} = view;
  const words = wordsOf(language.terms);
  const {seed, cost, videoURL, videoUUID = '', NSFWContent} = generation.results[run.selectedIndex] ?? {};
  const details = joinFacts(
    // The owner can have flagged clips shown.
    Boolean(videoURL) && NSFWContent && words.flagged,
    ...videoFacts(language.tag, studio.model, run.request),
    seed !== undefined && words.seed(seed),
    cost !== undefined && !hides('cost') && formatMoney(language.tag, cost * 1e6),
  );
  const copied = studio.copied === videoUUID;
  const there = videoURL && run.playbackErrors.get(videoUUID) !== 'clipExpired';
  return html`<div class="caption">
      <span>${generation.failedResults ? html`<b class="failed-count">${failedCountText(words, generation)}</b> ` : nothing}${details}</span>
      ${
        there
          ? html`<div class="actions">${
              hides('share')
                ? nothing
                : html`<button type="button" class="quiet" @click=${() => studio.share(run)}>
                      ${copied ? words.copied : words.share}</button
                    ><span class="hidden" role="status">${copied ? words.copied : nothing}</span>`
            }
            <a class="quiet" href=${downloadURL(videoURL, run.prompt)} download target="_blank" rel="noopener">${words.download}</a></div>`
          : nothing
      }
    </div>
    ${clipActions(view, studio, run, Boolean(there) && !run.playbackErrors.has(videoUUID))}`;
}

/** The disclosure with further actions. */
function clipActions({language, hides}: View, studio: Studio, run: Run, playable: boolean): TemplateResult {
  const words = wordsOf(language.terms);
  const {width = 0, height = 0, duration, numberResults = 1} = run.request;
  const preset = presetOf(studio.model, width, height);
  const price = preset && duration && !hides('price') ? priceOf(preset, duration, numberResults) : undefined;
  const chip = (label: unknown, onClick: (event: Event) => void) =>
    html`<button type="button" class="chip" @click=${onClick}>${label}</button>`;
  const onContinue = async (event: Event) => {
    const frame = await lastFrameOf(playerOf(event), words.lastFrame);
    if (frame) await studio.continueFromFrame(frame, run);
  };
  return html`<details class="disclosure" part="actions">
    <summary>${words.actions}</summary>
    ${run.prompt ? html`<p class="prompt-text">${run.prompt}</p>` : nothing}
    <div class="chips">
      ${playable && !hides('frameImages') ? chip(words.continueFromLastFrame, onContinue) : nothing}
      ${chip(price === undefined ? words.generateSimilar : joinFacts(words.generateSimilar, formatMoney(language.tag, price)), () => studio.generateSimilar(run))}
      ${chip(words.reuseSettings, () => studio.reuseSettings(run))}
      ${playable && document.pictureInPictureEnabled ? chip(words.pictureInPicture, onPictureInPicture) : nothing}
      ${studio.confirmButton.render({className: 'chip', label: words.deleteVideo, question: words.confirmDelete, subject: run, action: () => studio.runs.remove(run)})}
    </div>
    ${
      playable
        ? html`<div class="row">
            <label class="switch">${words.speed}<select @change=${onRate}>${RATES.map((rate) => html`<option value=${rate} ?selected=${rate === 1}>${rate}×</option>`)}</select></label>
            <label class="switch"><input type="checkbox" checked @change=${onLoop} />${words.loop}</label>
          </div>`
        : nothing
    }
  </details>`;
}

async function onPictureInPicture(event: Event): Promise<void> {
  const video = playerOf(event);
  await loadMetadata(video);
  // The page's permissions policy may forbid it.
  await video.requestPictureInPicture().catch(() => {});
}

function onRate(event: Event): void {
  const rate = Number(listenerOf<HTMLSelectElement>(event).value);
  // The default rate applies to clips loaded later.
  Object.assign(playerOf(event), {defaultPlaybackRate: rate, playbackRate: rate});
}

function onLoop(event: Event): void {
  playerOf(event).loop = listenerOf<HTMLInputElement>(event).checked;
}

function playerOf(event: Event): HTMLVideoElement {
  // An action that needs the player is only rendered together with it.
  return listenerOf(event).closest('.stage')?.querySelector('video[controls]') as HTMLVideoElement;
}

/** Whether the visitor prefers to save data. */
export function prefersReducedData(): boolean {
  const {connection} = navigator as Navigator & {connection?: {saveData?: boolean}};
  return Boolean(connection?.saveData) || matchMedia('(prefers-reduced-data: reduce)').matches;
}
