// Imports each entry, and tells what came of it.

import {createElement} from 'react';
import {renderToString} from 'react-dom/server';

const before = new Set(Object.getOwnPropertyNames(globalThis));
const [plain, element, react, worker, ...typed] = await Promise.all([
  import('hailuo-generator'),
  import('hailuo-generator/element'),
  import('hailuo-generator/react'),
  import('hailuo-generator/worker'),
  import('hailuo-generator/jsx'),
  import('hailuo-generator/vue'),
  import('hailuo-generator/svelte'),
]);

export const imported = {
  globals: Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)),
  same: [element, ...typed].every(({HailuoGenerator}) => HailuoGenerator === plain.HailuoGenerator),
  rendered: renderToString(createElement(react.HailuoGenerator, {id: 'film', lang: 'de'})),
  exported: Object.keys(worker),
  mounted: mounts(worker.mount),
};

function mounts(mount) {
  try {
    return typeof mount('/video').fetch === 'function';
  } catch (error) {
    return error.message;
  }
}
