// The chunk: what the form is there without. Runs, first frame, camera moves, everything but the form itself. Loaded when
// somebody turns to the form, as one piece: two that share Lit would tear it out of the entry, which is one request now.
//
// In studio/, each may import those before it: api and first-frame, runs, the files of this folder, views, this entry.

export {wordsOf} from '../i18n/words.ts';
export {frameLabel, frameRemoveButton, frameThumbnail, frameTools} from './first-frame/field.ts';
export {blockingFaults, refusedFields} from './form-rules.ts';
export {Studio} from './studio.ts';
export {cameraMoves, cameraMoveWarning} from './views/camera-moves.ts';
export {formNotices} from './views/form-notices.ts';
export {history} from './views/history.ts';
export {options} from './views/options.ts';
export {caption, screen, status} from './views/stage.ts';
