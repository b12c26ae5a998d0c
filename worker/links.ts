// The URLs this Worker hands out.

import type {Generation as Resource} from './contract/index.ts';
import {isLoopback} from './settings.ts';

/** Where a generation is read. A path. */
export function generationPath(taskUUID: string): string {
  return `/v1/generations/${taskUUID}`;
}

/** The generation with links that lead to this Worker: Runware's own expire and answer no other origin's scripts. */
export function linked(resource: Resource, origin: string): Resource {
  const results = resource.results.map((result) => {
    if (result.videoURL === undefined) return result;
    const path = `${generationPath(resource.taskUUID)}/videos/${encodeURIComponent(result.videoUUID)}`;
    return {...result, videoURL: new URL(path, origin).href};
  });
  return {...resource, results};
}

/** Where Runware calls when a task has news. The token is the only thing that tells its call from a stranger's. */
export function webhookURL(publicURL: string, taskUUID: string, token: string): string {
  return new URL(`/v1/webhooks/runware/${taskUUID}?token=${token}`, publicURL).href;
}

/** The origin under which Runware can call this Worker, if it can: the setting, or the origin a request came to. */
export function publicOrigin(setting: string | undefined, requestURL: string): string | undefined {
  if (setting !== undefined) return setting;
  const {protocol, hostname, origin} = new URL(requestURL);
  return protocol === 'https:' && hostname.includes('.') && !isLoopback(hostname) ? origin : undefined;
}
