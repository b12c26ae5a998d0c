// A request body, read in two steps: what the model allows, and what this deployment makes of it.

import {DEFAULT_MODEL, type FieldError, type GenerationRequest, type Model} from '../contract/index.ts';
import {err, ok, type Result} from '../result.ts';
import {type OfferSettings, offerOf} from '../settings/offer.ts';
import type {Settings} from '../settings/settings.ts';
import {fieldErrorsOf, type Ranges} from './field-errors.ts';
import type {Order} from './order.ts';
import {orderOf} from './policy.ts';
import {ruleErrors} from './request-rules.ts';
import {createRequestSchema, requestSchema} from './schema.ts';

/** The settings that decide what a deployment makes of a request. */
export type RequestSettings = OfferSettings & Pick<Settings, 'IMAGE_HOSTS'>;

/** A request that the model allows. */
export interface ReadRequest {
  /** What the client sent. */
  request: GenerationRequest;
  /** What is sent to Runware; or the fields that this deployment does not offer. */
  order: Result<Order, readonly FieldError[]>;
}

/** Reads request bodies. An error is every field that the model does not allow. */
export type RequestReader = (body: unknown, settings: RequestSettings) => Result<ReadRequest, readonly FieldError[]>;

/** A reader of requests for this model. */
export function createRequestReader(model: Model, schema = createRequestSchema(model)): RequestReader {
  const ranges = rangesOf(model);
  return (body, settings) => {
    const parsed = schema.safeParse(body, {reportInput: true});
    if (!parsed.success) return err(fieldErrorsOf(parsed.error.issues, ranges));
    const request = parsed.data;
    const errors = ruleErrors(model, request);
    if (errors.length > 0) return err(errors);
    return ok({request, order: orderOf(offerOf(settings, model), settings.IMAGE_HOSTS, request)});
  };
}

/** Reads a request for the default model. */
export const readRequest = createRequestReader(DEFAULT_MODEL, requestSchema);

function rangesOf({prompt, maxResults, quality, ttl}: Model): Ranges {
  return {
    positivePrompt: prompt,
    numberResults: {min: 1, max: maxResults},
    outputQuality: {min: quality.min, max: quality.max},
    ttl,
    'inputs.frameImages': {min: 1, max: 1},
  };
}
