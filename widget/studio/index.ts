// Entry of the chunk that is loaded when the form is first used: runs, first frame, camera moves, everything except the
// form itself. One chunk: with two, the bundler would split Lit out of the first load, which is a single request now.
//
// Imports in studio/ go one way: entry → views → files of this folder → runs → api. first-frame imports none of these.

export {wordsOf} from '../i18n/words.ts';
export {frameLabel, frameRemoveButton, frameThumbnail, frameTools} from './first-frame/field.ts';
export {blockingFaults, refusedFields} from './form-rules.ts';
export {Studio} from './studio.ts';
export {cameraMoves, cameraMoveWarning} from './views/camera-moves.ts';
export {formNotices} from './views/form-notices.ts';
export {history} from './views/history.ts';
export {options} from './views/options.ts';
export {caption, screen, status} from './views/stage.ts';
