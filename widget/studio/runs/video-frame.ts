// Pictures of a clip, drawn from the player.

const POSTER_WIDTH = 480;
const POSTER_QUALITY = 0.7;
const FRAME_QUALITY = 0.95;
/** Some browsers show no frame at the very end of a clip. */
const LAST_SECONDS = 0.04;

/** The current frame, scaled down, as a data URI. Undefined where there is none yet, or it may not be read. */
export function drawPoster(video: HTMLVideoElement): string | undefined {
  if (!video.videoWidth) return undefined;
  try {
    const canvas = drawFrame(video, Math.min(1, POSTER_WIDTH / video.videoWidth));
    const [, , , alpha] = canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? [];
    return alpha ? canvas.toDataURL('image/jpeg', POSTER_QUALITY) : undefined;
  } catch {
    return undefined;
  }
}

/** The clip's last frame, as a file. */
export async function lastFrameOf(video: HTMLVideoElement, name: string): Promise<File | undefined> {
  try {
    await loadMetadata(video);
    video.pause();
    const sought = nextEvent(video, 'seeked');
    video.currentTime = Math.max(0, video.duration - LAST_SECONDS);
    await sought;
    const {promise: encoded, resolve: give} = Promise.withResolvers<Blob | null>();
    drawFrame(video, 1).toBlob(give, 'image/jpeg', FRAME_QUALITY);
    const blob = await encoded;
    return blob ? new File([blob], name, {type: blob.type}) : undefined;
  } catch {
    return undefined;
  }
}

/** Starts loading a video with `preload="none"`. Resolves when its metadata is loaded, or has failed to. */
export async function loadMetadata(video: HTMLVideoElement): Promise<void> {
  if (video.readyState) return;
  const known = nextEvent(video, 'loadedmetadata');
  video.play().catch(() => {});
  await known;
}

function nextEvent(video: HTMLVideoElement, type: string): Promise<unknown> {
  const {promise, resolve} = Promise.withResolvers<unknown>();
  for (const name of [type, 'error']) video.addEventListener(name, resolve, {once: true});
  return promise;
}

function drawFrame(video: HTMLVideoElement, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}
