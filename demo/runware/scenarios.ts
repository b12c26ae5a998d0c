// Named scenarios for the page `/states`, each with the switches that produce it. Does not use Node's API.

/** A named scenario. */
export interface Scenario {
  /** What happens, for the list. */
  readonly name: string;
  /** The switches between the brackets of `@runware(…)`. */
  readonly switches: string;
  /** Number of clips that the scenario needs; 1 by default. */
  readonly results?: number;
}

/** The scenarios by group, the most common first. */
export const SCENARIOS = {
  Waiting: [
    {name: 'The clip takes 20 seconds', switches: 'seconds=20'},
    {name: 'The clip takes two minutes, with progress', switches: 'seconds=120 progress=rising'},
    {name: 'The clips become ready one by one, ten seconds apart', switches: 'seconds=5 stagger=10', results: 4},
    {name: 'The clip takes 25 minutes', switches: 'seconds=1500'},
    {name: 'The clip is never ready', switches: 'seconds=never'},
    {name: 'Progress goes up and down', switches: 'seconds=30 progress=backwards'},
  ],
  'The video': [
    {name: 'The clip is ready at once', switches: 'seconds=0'},
    {name: 'Four variations', switches: 'seconds=2 stagger=0', results: 4},
    {name: 'The last of the variations fails', switches: 'seconds=4 stagger=2 fail=providerError:1', results: 3},
    {name: 'Two of four variations fail', switches: 'seconds=4 stagger=2 fail=timeoutProvider:2 form=b', results: 4},
    {name: 'The safety check withholds the clip', switches: 'seconds=4 nsfw=withheld'},
    {name: 'The safety check flags the first clip only', switches: 'seconds=4 nsfw=withheld:1', results: 2},
    {name: 'The safety check flags the clip but delivers it', switches: 'seconds=4 nsfw=shown'},
    {name: 'The finished clip cannot be found', switches: 'seconds=2 clip=404'},
    {name: 'The download breaks off once', switches: 'seconds=2 clip=reset:1'},
    {name: 'The clip loads slowly', switches: 'seconds=2 clip=slow delay=15'},
  ],
  'Refused or failed': [
    {name: 'Moderation refuses the prompt', switches: 'reject=invalidProviderContent'},
    {name: 'Moderation refuses the clip while it is made', switches: 'seconds=4 fail=invalidProviderContent'},
    {name: 'The first frame cannot be read', switches: 'reject=invalidValueUploadFailed'},
    {name: 'Runware rejects the request as invalid', switches: 'reject=unsupportedDuration'},
    {name: 'Rendering fails at the provider', switches: 'seconds=4 fail=providerError'},
    {name: 'Rendering times out at the provider', switches: 'seconds=6 fail=timeoutProvider'},
    {name: 'The account has no credit', switches: 'submit=402'},
    {name: 'The API key is refused', switches: 'submit=401'},
  ],
  'Runware is not available': [
    {name: 'Runware is busy twice, then accepts the task', switches: 'seconds=4 submit=429retry:2'},
    {name: 'Runware stays busy', switches: 'submit=429'},
    {name: 'Runware has no capacity', switches: 'submit=503'},
    {name: 'Runware responds with an HTML error page', switches: 'submit=html500'},
    {name: 'Runware does not respond', switches: 'submit=hang'},
    {name: 'Runware’s response to the task is lost', switches: 'seconds=6 submit=lost'},
    {name: 'Every second poll gets an HTML error page', switches: 'seconds=20 poll=html500 pollevery=2'},
    {name: 'Every fifth call fails in a random way', switches: 'chaos=0.2'},
  ],
} as const satisfies Record<string, readonly Scenario[]>;
