// Situations a person can try on the demo page, in words, each with the switches that bring it about. Free of Node.

/** A named situation. */
export interface Scenario {
  /** What happens, for the picker. */
  readonly name: string;
  /** The switches, as they go between the brackets of `@runware(…)`. */
  readonly switches: string;
  /** How many clips it takes to see it; one unless told. */
  readonly results?: number;
}

/** The situations by what they are about, the ordinary ones first. */
export const SCENARIOS = {
  Waiting: [
    {name: 'The clip takes 20 seconds', switches: 'seconds=20'},
    {name: 'The clip takes two minutes, with progress', switches: 'seconds=120 progress=rising'},
    {name: 'The clips come one by one, ten seconds apart', switches: 'seconds=5 stagger=10', results: 4},
    {name: 'The clip takes 25 minutes', switches: 'seconds=1500'},
    {name: 'The clip never comes', switches: 'seconds=never'},
    {name: 'Progress goes up and down', switches: 'seconds=30 progress=backwards'},
  ],
  'The video': [
    {name: 'The clip is ready at once', switches: 'seconds=0'},
    {name: 'Four variations', switches: 'seconds=2 stagger=0', results: 4},
    {name: 'The last of the variations fails', switches: 'seconds=4 stagger=2 fail=providerError:1', results: 3},
    {name: 'Two of four variations fail', switches: 'seconds=4 stagger=2 fail=timeoutProvider:2 form=b', results: 4},
    {name: 'The safety check withholds the clip', switches: 'seconds=4 nsfw=withheld'},
    {name: 'The safety check flags the first clip only', switches: 'seconds=4 nsfw=withheld:1', results: 2},
    {name: 'The safety check flags the clip and hands it over', switches: 'seconds=4 nsfw=shown'},
    {name: 'The finished clip cannot be found', switches: 'seconds=2 clip=404'},
    {name: 'The download breaks off once', switches: 'seconds=2 clip=reset:1'},
    {name: 'The clip loads slowly', switches: 'seconds=2 clip=slow delay=15'},
  ],
  'Refused or broken': [
    {name: 'Moderation refuses the prompt', switches: 'reject=invalidProviderContent'},
    {name: 'Moderation refuses while the clip is made', switches: 'seconds=4 fail=invalidProviderContent'},
    {name: 'The first frame cannot be read', switches: 'reject=invalidValueUploadFailed'},
    {name: 'Runware finds the request invalid', switches: 'reject=unsupportedDuration'},
    {name: 'The provider breaks', switches: 'seconds=4 fail=providerError'},
    {name: 'The provider takes too long and gives up', switches: 'seconds=6 fail=timeoutProvider'},
    {name: 'The account has no credit', switches: 'submit=402'},
    {name: 'The API key is refused', switches: 'submit=401'},
  ],
  'Runware in trouble': [
    {name: 'Runware is busy twice, then takes the task', switches: 'seconds=4 submit=429retry:2'},
    {name: 'Runware stays busy', switches: 'submit=429'},
    {name: 'Runware has no capacity', switches: 'submit=503'},
    {name: 'Runware answers the task with an HTML error page', switches: 'submit=html500'},
    {name: 'Runware does not answer', switches: 'submit=hang'},
    {name: 'Runware’s answer to the task is lost', switches: 'seconds=6 submit=lost'},
    {name: 'Runware answers HTML on every second poll', switches: 'seconds=20 poll=html500 pollevery=2'},
    {name: 'Every fifth call meets some fault', switches: 'chaos=0.2'},
  ],
} as const satisfies Record<string, readonly Scenario[]>;
