// For servers, where nothing waits: every language is learnt beforehand.

import {LEARNT} from './language.ts';
import ar from './locales/ar.ts';
import de from './locales/de.ts';
import es from './locales/es.ts';
import fr from './locales/fr.ts';
import hi from './locales/hi.ts';
import it from './locales/it.ts';
import ja from './locales/ja.ts';
import ko from './locales/ko.ts';
import nl from './locales/nl.ts';
import pl from './locales/pl.ts';
import pt from './locales/pt-br.ts';
import tr from './locales/tr.ts';
import zh from './locales/zh-hans.ts';

Object.assign(LEARNT, {ar, de, es, fr, hi, it, ja, ko, nl, pl, pt, tr, zh});
