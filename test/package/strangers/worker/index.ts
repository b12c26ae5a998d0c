import hailuo, {Generation, Ledger} from 'hailuo-generator/worker';
import {Hono} from 'hono';

export {Generation, Ledger};

const site = new Hono<{Bindings: Env}>();
site.get('/hello', (c) => c.text('Hello'));
site.route('/video', hailuo);

export default site;
