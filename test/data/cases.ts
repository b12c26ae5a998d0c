// Requests and their judgement: the form in a browser and the schema in workerd must both agree with this table.
// Numbers are written out here, not read from the contract: the table is the model page read a second time.

/** One request and what must become of it. */
export interface Case {
  /** A sentence about the request. */
  name: string;
  /** All but the `taskUUID`, which the judge adds where the case does not say one. */
  request: Record<string, unknown>;
  /** Whether it is allowed; if not, the field that is blamed. */
  blamed?: string;
}

const prompt = 'A red fox in the snow';

/** A black PNG of 640x360 pixels, as base64. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAoAAAAFoAQAAAADvSXf8AAAAMklEQVR42u3BAQ0AAADCoPdP7ewBFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3cegAATDOVLsAAAAASUVORK5CYII=';

const fixed = {taskType: 'videoInference', model: 'minimax:4@1', fps: 25, deliveryMethod: 'async', outputType: 'URL'};

/** The allowed ones first. */
export const CASES: readonly Case[] = [
  {name: 'a prompt alone', request: {positivePrompt: prompt}},
  {name: 'every fixed field at its one value', request: {positivePrompt: prompt, ...fixed}},
  {name: 'a prompt of 2 characters', request: {positivePrompt: 'ab'}},
  {name: 'a prompt of 2 characters between blanks', request: {positivePrompt: ' ab\n'}},
  {name: 'a prompt of 2000 characters', request: {positivePrompt: 'x'.repeat(2000)}},
  {name: 'a prompt of 2000 emoji, each one character', request: {positivePrompt: '🦊'.repeat(2000)}},
  {name: 'a prompt of 2 emoji', request: {positivePrompt: '🦊🦊'}},
  {name: 'a prompt with line breaks', request: {positivePrompt: 'a fox\nin the snow'}},
  {name: 'a prompt in Arabic', request: {positivePrompt: 'ثعلب أحمر في الثلج'}},
  {name: 'a prompt with markup', request: {positivePrompt: '<b>fox</b> & "snow"'}},
  {name: 'a prompt with camera commands', request: {positivePrompt: 'A fox [Push in, Pan left] in snow'}},
  {name: '768p', request: {positivePrompt: prompt, width: 1366, height: 768}},
  {name: '1080p', request: {positivePrompt: prompt, width: 1920, height: 1080}},
  {name: '768p for 6 s', request: {positivePrompt: prompt, width: 1366, height: 768, duration: 6}},
  {name: '768p for 10 s', request: {positivePrompt: prompt, width: 1366, height: 768, duration: 10}},
  {name: '1080p for 6 s', request: {positivePrompt: prompt, width: 1920, height: 1080, duration: 6}},
  {name: '10 s and no size', request: {positivePrompt: prompt, duration: 10}},
  {name: '1 result', request: {positivePrompt: prompt, numberResults: 1}},
  {name: '4 results', request: {positivePrompt: prompt, numberResults: 4}},
  {name: 'format MP4', request: {positivePrompt: prompt, outputFormat: 'MP4'}},
  {name: 'format WEBM', request: {positivePrompt: prompt, outputFormat: 'WEBM'}},
  {name: 'format MOV', request: {positivePrompt: prompt, outputFormat: 'MOV'}},
  {name: 'quality 20', request: {positivePrompt: prompt, outputQuality: 20}},
  {name: 'quality 95', request: {positivePrompt: prompt, outputQuality: 95}},
  {name: 'quality 99', request: {positivePrompt: prompt, outputQuality: 99}},
  {name: 'a ttl of 60 s', request: {positivePrompt: prompt, ttl: 60}},
  {name: 'a ttl of a year', request: {positivePrompt: prompt, ttl: 31_536_000}},
  {name: 'safety mode none', request: {positivePrompt: prompt, safety: {mode: 'none'}}},
  {name: 'safety mode fast', request: {positivePrompt: prompt, safety: {mode: 'fast'}}},
  {name: 'safety mode full', request: {positivePrompt: prompt, safety: {mode: 'full'}}},
  {name: 'safety.checkContent on', request: {positivePrompt: prompt, safety: {checkContent: true}}},
  {name: 'safety.checkContent off', request: {positivePrompt: prompt, safety: {checkContent: false}}},
  {
    name: 'the prompt optimizer on',
    request: {positivePrompt: prompt, providerSettings: {minimax: {promptOptimizer: true}}},
  },
  {
    name: 'the prompt optimizer off',
    request: {positivePrompt: prompt, providerSettings: {minimax: {promptOptimizer: false}}},
  },
  {
    name: 'a first frame as data URI',
    request: {positivePrompt: prompt, inputs: {frameImages: [`data:image/png;base64,${PNG}`]}},
  },
  {name: 'a first frame as base64', request: {positivePrompt: prompt, inputs: {frameImages: [PNG]}}},
  {
    name: 'a first frame named "first"',
    request: {positivePrompt: prompt, inputs: {frameImages: [{image: `data:image/png;base64,${PNG}`, frame: 'first'}]}},
  },
  {
    name: 'a first frame numbered 0',
    request: {positivePrompt: prompt, inputs: {frameImages: [{image: `data:image/png;base64,${PNG}`, frame: 0}]}},
  },
  {
    name: 'a first frame with no position',
    request: {positivePrompt: prompt, inputs: {frameImages: [{image: `data:image/png;base64,${PNG}`}]}},
  },
  {name: 'a first frame and no prompt', request: {inputs: {frameImages: [`data:image/png;base64,${PNG}`]}}},
  {
    name: 'a first frame stored at Runware',
    request: {positivePrompt: prompt, inputs: {frameImages: ['aac49721-1964-481a-ae78-8a4e29b91402']}},
  },
  {
    name: 'a first frame on an allowed host',
    request: {positivePrompt: prompt, inputs: {frameImages: ['https://assets.runware.ai/assets/inputs/1.jpg']}},
  },

  {name: 'nothing', request: {}, blamed: 'positivePrompt'},
  {name: 'a prompt of 1 character', request: {positivePrompt: 'a'}, blamed: 'positivePrompt'},
  {name: 'a prompt of blanks', request: {positivePrompt: ' \n\t  '}, blamed: 'positivePrompt'},
  {name: 'a prompt of 1 character between blanks', request: {positivePrompt: '  a  '}, blamed: 'positivePrompt'},
  {name: 'a prompt of 1 emoji', request: {positivePrompt: '🦊'}, blamed: 'positivePrompt'},
  {name: 'an empty prompt', request: {positivePrompt: ''}, blamed: 'positivePrompt'},
  {name: 'a prompt of 2001 characters', request: {positivePrompt: 'x'.repeat(2001)}, blamed: 'positivePrompt'},
  {name: 'a prompt of 2001 emoji', request: {positivePrompt: '🦊'.repeat(2001)}, blamed: 'positivePrompt'},
  {name: 'a prompt that is a number', request: {positivePrompt: 42}, blamed: 'positivePrompt'},
  {name: 'a prompt that is null', request: {positivePrompt: null}, blamed: 'positivePrompt'},
  {name: 'a width without a height', request: {positivePrompt: prompt, width: 1366}, blamed: 'height'},
  {name: 'a height without a width', request: {positivePrompt: prompt, height: 768}, blamed: 'width'},
  {
    name: 'a size the model does not offer',
    request: {positivePrompt: prompt, width: 1280, height: 720},
    blamed: 'width',
  },
  {name: 'a portrait size', request: {positivePrompt: prompt, width: 768, height: 1366}, blamed: 'width'},
  {name: 'the sides of two sizes', request: {positivePrompt: prompt, width: 1366, height: 1080}, blamed: 'width'},
  {name: 'a width as text', request: {positivePrompt: prompt, width: '1366', height: 768}, blamed: 'width'},
  {
    name: '10 s at 1080p',
    request: {positivePrompt: prompt, width: 1920, height: 1080, duration: 10},
    blamed: 'duration',
  },
  {name: '8 s', request: {positivePrompt: prompt, duration: 8}, blamed: 'duration'},
  {name: '6.5 s', request: {positivePrompt: prompt, duration: 6.5}, blamed: 'duration'},
  {name: '6 s as text', request: {positivePrompt: prompt, duration: '6'}, blamed: 'duration'},
  {name: 'no result', request: {positivePrompt: prompt, numberResults: 0}, blamed: 'numberResults'},
  {name: '5 results', request: {positivePrompt: prompt, numberResults: 5}, blamed: 'numberResults'},
  {name: 'one and a half results', request: {positivePrompt: prompt, numberResults: 1.5}, blamed: 'numberResults'},
  {name: 'a format in small letters', request: {positivePrompt: prompt, outputFormat: 'mp4'}, blamed: 'outputFormat'},
  {
    name: 'a format the model does not offer',
    request: {positivePrompt: prompt, outputFormat: 'GIF'},
    blamed: 'outputFormat',
  },
  {name: 'quality 19', request: {positivePrompt: prompt, outputQuality: 19}, blamed: 'outputQuality'},
  {name: 'quality 100', request: {positivePrompt: prompt, outputQuality: 100}, blamed: 'outputQuality'},
  {name: 'quality 50.5', request: {positivePrompt: prompt, outputQuality: 50.5}, blamed: 'outputQuality'},
  {name: 'a ttl of 59 s', request: {positivePrompt: prompt, ttl: 59}, blamed: 'ttl'},
  {name: 'a ttl of 60.5 s', request: {positivePrompt: prompt, ttl: 60.5}, blamed: 'ttl'},
  {name: 'a negative ttl', request: {positivePrompt: prompt, ttl: -60}, blamed: 'ttl'},
  {name: 'an unknown safety mode', request: {positivePrompt: prompt, safety: {mode: 'strict'}}, blamed: 'safety.mode'},
  {
    name: 'safety.checkContent as text',
    request: {positivePrompt: prompt, safety: {checkContent: 'true'}},
    blamed: 'safety.checkContent',
  },
  {name: 'an unknown field of safety', request: {positivePrompt: prompt, safety: {level: 1}}, blamed: 'safety.level'},
  {
    name: 'the prompt optimizer as a number',
    request: {positivePrompt: prompt, providerSettings: {minimax: {promptOptimizer: 1}}},
    blamed: 'providerSettings.minimax.promptOptimizer',
  },
  {
    name: 'settings of another provider',
    request: {positivePrompt: prompt, providerSettings: {klingai: {}}},
    blamed: 'providerSettings.klingai',
  },
  {
    name: 'the provider in other letters',
    request: {positivePrompt: prompt, providerSettings: {miniMax: {promptOptimizer: true}}},
    blamed: 'providerSettings.miniMax',
  },
  {
    name: 'two first frames',
    request: {positivePrompt: prompt, inputs: {frameImages: [PNG, PNG]}},
    blamed: 'inputs.frameImages',
  },
  {
    name: 'an empty list of first frames',
    request: {positivePrompt: prompt, inputs: {frameImages: []}},
    blamed: 'inputs.frameImages',
  },
  {
    name: 'a last frame',
    request: {positivePrompt: prompt, inputs: {frameImages: [{image: PNG, frame: 'last'}]}},
    blamed: 'inputs.frameImages.0.frame',
  },
  {
    name: 'a frame numbered 1',
    request: {positivePrompt: prompt, inputs: {frameImages: [{image: PNG, frame: 1}]}},
    blamed: 'inputs.frameImages.0.frame',
  },
  {
    name: 'a first frame of a type that is not a picture',
    request: {positivePrompt: prompt, inputs: {frameImages: ['data:text/html;base64,PGI+PC9iPg==']}},
    blamed: 'inputs.frameImages.0',
  },
  {
    name: 'a first frame of a picture type that is not offered',
    request: {positivePrompt: prompt, inputs: {frameImages: [`data:image/gif;base64,${PNG}`]}},
    blamed: 'inputs.frameImages.0',
  },
  {
    name: 'a first frame on a host that is not allowed',
    request: {positivePrompt: prompt, inputs: {frameImages: ['https://example.com/1.jpg']}},
    blamed: 'inputs.frameImages.0',
  },
  {
    name: 'a first frame of an allowed host without https',
    request: {positivePrompt: prompt, inputs: {frameImages: ['http://assets.runware.ai/1.jpg']}},
    blamed: 'inputs.frameImages.0',
  },
  {
    name: 'a first frame over 8 MB',
    request: {positivePrompt: prompt, inputs: {frameImages: [`data:image/png;base64,${'A'.repeat(10_666_672)}`]}},
    blamed: 'inputs.frameImages.0',
  },
  {
    name: 'the flat frameImages of older models',
    request: {positivePrompt: prompt, frameImages: [PNG]},
    blamed: 'frameImages',
  },
  {name: 'another task type', request: {positivePrompt: prompt, taskType: 'imageInference'}, blamed: 'taskType'},
  {name: 'another model', request: {positivePrompt: prompt, model: 'minimax:4@2'}, blamed: 'model'},
  {name: '24 frames a second', request: {positivePrompt: prompt, fps: 24}, blamed: 'fps'},
  {name: 'synchronous delivery', request: {positivePrompt: prompt, deliveryMethod: 'sync'}, blamed: 'deliveryMethod'},
  {name: 'base64 output', request: {positivePrompt: prompt, outputType: 'base64Data'}, blamed: 'outputType'},
  {name: 'a webhook', request: {positivePrompt: prompt, webhookURL: 'https://example.com/'}, blamed: 'webhookURL'},
  {
    name: 'an upload endpoint',
    request: {positivePrompt: prompt, uploadEndpoint: 'https://example.com/'},
    blamed: 'uploadEndpoint',
  },
  {name: 'includeCost', request: {positivePrompt: prompt, includeCost: true}, blamed: 'includeCost'},
  {name: 'a seed', request: {positivePrompt: prompt, seed: 1}, blamed: 'seed'},
  {name: 'a negative prompt', request: {positivePrompt: prompt, negativePrompt: 'blur'}, blamed: 'negativePrompt'},
];
