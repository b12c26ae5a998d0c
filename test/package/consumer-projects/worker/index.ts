import hailuo, {type Bindings, Generation, Ledger} from 'hailuo-generator/worker';
import {Hono} from 'hono';

export {Generation, Ledger};

const site = new Hono<{Bindings: Bindings}>();
site.get('/hello', (c) => c.text('Hello'));
site.route('/video', hailuo);

export default site;
