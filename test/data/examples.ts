// The four example requests of the model page, verbatim. Source: https://runware.ai/docs/models/minimax-hailuo-2-3

/** Name and request of each example. */
export const EXAMPLES: Readonly<Record<string, Record<string, unknown>>> = {
  'Submerged Grand Piano Ballroom (Text to Video)': {
    taskType: 'videoInference',
    taskUUID: '12c20a98-991b-459f-b3a3-41741a7dfd19',
    model: 'minimax:4@1',
    positivePrompt:
      'A vast forgotten ballroom fully submerged underwater, a black grand piano resting on a marble floor while translucent curtains sway gently from tall arched windows. Shafts of pale morning light filter through the water, illuminating floating sheet music, tiny bubbles, and suspended dust. Small silver fish weave between chandeliers overhead. The camera begins with a slow wide glide across cracked checkerboard tiles, then eases closer to the piano as a single white glove drifts past the keys. Rich cinematic realism, graceful motion, stable composition, detailed caustics, elegant atmosphere, strong depth, realistic underwater physics, premium short-film look.',
    width: 1920,
    height: 1080,
    duration: 6,
    fps: 25,
    providerSettings: {
      minimax: {
        promptOptimizer: false,
      },
    },
  },
  'Glasshouse Violin Repair Bench (Image to Video)': {
    taskType: 'videoInference',
    taskUUID: '97375c0b-7fe1-4361-b9c9-dbe56adbb1ea',
    model: 'minimax:4@1',
    positivePrompt:
      'Animate from the provided first frame as a refined cinematic macro-to-medium shot in a sunlit glasshouse workshop. A luthier carefully tightens and tests violin strings with subtle, precise hand motion. The camera performs a gentle slow push-in with slight parallax across tools and wood shavings. Dust motes drift through warm shafts of light, fern leaves sway faintly in the distance, varnish jars catch shifting highlights, and the violin body reflects soft moving glints. Preserve scene layout and subject identity, with stable composition, realistic material response, natural finger articulation, delicate object interaction, and polished short-form commercial quality.',
    width: 1366,
    height: 768,
    duration: 6,
    fps: 25,
    providerSettings: {
      minimax: {
        promptOptimizer: false,
      },
    },
    inputs: {
      frameImages: [
        {
          image: 'https://assets.runware.ai/assets/inputs/42669300-03ee-4ffc-838b-725c43d380da.jpg',
          frame: 'first',
        },
      ],
    },
  },
  'Windblown Desert Airship Arrival (Text to Video)': {
    taskType: 'videoInference',
    taskUUID: '55eda37a-26c4-4640-bbf1-28985fdb6713',
    model: 'minimax:4@1',
    positivePrompt:
      'A cinematic wide shot of a colossal copper-and-canvas airship descending toward an isolated desert outpost built from sun-baked stone and faded fabric canopies, late afternoon light casting long amber shadows across rippled dunes. Wind drives sheets of dust around landing pylons as workers in layered travel garments brace ropes and signal from the ground. The airship’s suspension cables sway realistically, sand spirals outward from the downdraft, fabric awnings snap and flutter, small loose objects skid across the ground, and the vessel settles with believable weight and inertia. Camera language: slow forward tracking shot with slight handheld vibration from the gusts, maintaining clear focus on the descending craft and the settlement below. Rich atmospheric depth, dramatic scale, grounded physics, consistent scene continuity, premium short-form commercial cinematography.',
    width: 1920,
    height: 1080,
    duration: 6,
    fps: 25,
    providerSettings: {
      minimax: {
        promptOptimizer: false,
      },
    },
  },
  'Rain-Slick Arcade Alley (Image to Video)': {
    taskType: 'videoInference',
    taskUUID: '0ca5af1b-1ce8-49ba-9838-8808ac1f9730',
    model: 'minimax:4@1',
    positivePrompt:
      'Using the provided first frame as the opening shot, create a 6-second cinematic sequence in a rain-slick alley beside an old arcade. The teenager in the yellow raincoat gently releases the paper airplane and watches it glide forward through the damp air. The camera makes a subtle slow push-in while keeping the scene composition stable. Steam curls from the street vent, puddles ripple from light drips overhead, reflected signage shimmers across the pavement, and the arcade doorway flickers with soft colored light. Preserve realistic physics, natural fabric motion, wet-surface reflections, restrained atmosphere, and cohesive live-action cinematography with crisp detail and grounded movement.',
    width: 1366,
    height: 768,
    duration: 6,
    fps: 25,
    providerSettings: {
      minimax: {
        promptOptimizer: false,
      },
    },
    inputs: {
      frameImages: [
        {
          image: 'https://assets.runware.ai/assets/inputs/7cb04824-f18d-44be-83ba-55296f82f30b.jpg',
          frame: 'first',
        },
      ],
    },
  },
};
