// Why a clip does not play. The browser does not tell, so the endpoint is asked.

export type PlaybackError =
  /** It is not kept any more. */
  | 'clipExpired'
  /** The endpoint cannot fetch it now. */
  | 'clipUnreachable'
  /** The endpoint did not answer. */
  | 'unreachable'
  /** It is there: this browser cannot play it. */
  | 'unplayable';

/** Asks for the clip without fetching it. */
export async function diagnoseClip(videoURL: string): Promise<PlaybackError> {
  try {
    const {ok, status} = await fetch(videoURL, {method: 'HEAD', credentials: 'omit', cache: 'no-store'});
    if (ok) return 'unplayable';
    return status === 410 || status === 404 ? 'clipExpired' : 'clipUnreachable';
  } catch {
    return 'unreachable';
  }
}

/** Where the clip is offered as a file, named after its prompt. */
export function downloadURL(videoURL: string, prompt = ''): string {
  if (!/^(https?:|\/)/.test(videoURL)) return videoURL;
  return `${videoURL}${videoURL.includes('?') ? '&' : '?'}download=${encodeURIComponent(slugify(prompt))}`;
}

const SLUG_MAX_LENGTH = 60;

/** The first words of a prompt, fit for a file name. */
function slugify(prompt: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let slug = '';
  for (const word of words) {
    if (slug.length + word.length > SLUG_MAX_LENGTH) break;
    slug += slug ? `-${word}` : word;
  }
  return slug;
}
