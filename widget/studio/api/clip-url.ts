// Finds out why a clip does not play, by asking the Worker: the browser does not say.

export type PlaybackError =
  /** It has been deleted. */
  | 'clipExpired'
  /** The Worker cannot fetch it at the moment. */
  | 'clipUnreachable'
  /** The Worker did not respond. */
  | 'unreachable'
  /** It is available, but this browser cannot play it. */
  | 'unplayable';

/** Sends a HEAD request for the clip. */
export async function diagnoseClip(videoURL: string): Promise<PlaybackError> {
  try {
    const {ok, status} = await fetch(videoURL, {method: 'HEAD', credentials: 'omit', cache: 'no-store'});
    if (ok) return 'unplayable';
    return status === 410 || status === 404 ? 'clipExpired' : 'clipUnreachable';
  } catch {
    return 'unreachable';
  }
}

/** The URL that downloads the clip as a file named after its prompt. */
export function downloadURL(videoURL: string, prompt = ''): string {
  if (!/^(https?:|\/)/.test(videoURL)) return videoURL;
  return `${videoURL}${videoURL.includes('?') ? '&' : '?'}download=${encodeURIComponent(slugify(prompt))}`;
}

const SLUG_MAX_LENGTH = 60;

/** The first words of a prompt, as part of a file name. */
function slugify(prompt: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let slug = '';
  for (const word of words) {
    if (slug.length + word.length > SLUG_MAX_LENGTH) break;
    slug += slug ? `-${word}` : word;
  }
  return slug;
}
