// Pictures of a clip, drawn from the player.

const POSTER_WIDTH = 480;
const POSTER_QUALITY = 0.7;
const FRAME_QUALITY = 0.95;
/** The very end of a clip is no frame to some browsers. */
const LAST_SECONDS = 0.04;

/** What is seen now, small, as a data URI. Undefined before there is a frame, and where the browser does not let it be read. */
export function posterOf(video: HTMLVideoElement): string | undefined {
  if (!video.videoWidth) return undefined;
  try {
    const canvas = drawn(video, Math.min(1, POSTER_WIDTH / video.videoWidth));
    const [, , , alpha] = canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [];
    return alpha ? canvas.toDataURL('image/jpeg', POSTER_QUALITY) : undefined;
  } catch {
    return undefined;
  }
}

/** The clip's last frame, as a file. */
export async function lastFrameOf(video: HTMLVideoElement, name: string): Promise<File | undefined> {
  video.pause();
  const {promise, resolve} = Promise.withResolvers<unknown>();
  for (const type of ['seeked', 'error']) video.addEventListener(type, resolve, {once: true});
  video.currentTime = Math.max(0, video.duration - LAST_SECONDS);
  await promise;
  try {
    const {promise: encoded, resolve: give} = Promise.withResolvers<Blob | null>();
    drawn(video, 1).toBlob(give, 'image/jpeg', FRAME_QUALITY);
    const blob = await encoded;
    return blob ? new File([blob], name, {type: blob.type}) : undefined;
  } catch {
    return undefined;
  }
}

function drawn(video: HTMLVideoElement, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
