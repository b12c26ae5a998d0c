// Joins short facts into one line, each isolated from the text direction of the page.

import {html, type TemplateResult} from 'lit';
import type {FormModel, GenerationRequest} from '../../worker/contract/index.ts';
import {formatSeconds} from './format.ts';

type Fact = string | false | undefined;

export function joinFacts(...parts: Fact[]): TemplateResult[] {
  return parts.filter(Boolean).map((part, index) => html`${index ? ' · ' : ''}<bdi>${part}</bdi>`);
}

/** The properties of a video: size, duration, frame rate, format. */
export function videoFacts(
  tag: string,
  {fps}: FormModel,
  {width, height, duration, outputFormat}: Pick<GenerationRequest, 'width' | 'height' | 'duration' | 'outputFormat'>,
): Fact[] {
  return [
    width && height ? `${width} × ${height}` : undefined,
    duration ? formatSeconds(tag, duration) : undefined,
    `${fps} fps`,
    outputFormat,
  ];
}
