// The URLs of a generation on this Worker.

import type {Generation as Resource} from '../contract/index.ts';
import {type FlagSettings, isWithheld} from './withheld.ts';

/** Where a generation is read. */
export function generationURL(home: string, taskUUID: string): string {
  return `${home}/v1/generations/${taskUUID}`;
}

/** The generation with links that lead to this Worker: Runware's own expire and answer no other origin's scripts. A withheld clip has none. */
export function withVideoLinks(resource: Resource, home: string, settings: FlagSettings): Resource {
  const results = resource.results.map((result) => {
    const {videoURL: upstreamURL, ...withoutURL} = result;
    if (upstreamURL === undefined || isWithheld(settings, result)) return withoutURL;
    const videoURL = `${generationURL(home, resource.taskUUID)}/videos/${encodeURIComponent(result.videoUUID)}`;
    return {...result, videoURL};
  });
  return {...resource, results};
}

/** Where Runware calls when a task has news. The token is the only thing that tells its call from a stranger's. */
export function webhookURL(publicURL: string, taskUUID: string, token: string): string {
  return `${publicURL}/v1/webhooks/runware/${taskUUID}?token=${token}`;
}
