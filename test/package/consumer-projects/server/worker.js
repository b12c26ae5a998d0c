import {imported} from './entries.js';

export default {fetch: () => Response.json(imported)};
