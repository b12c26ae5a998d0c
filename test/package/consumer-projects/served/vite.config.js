export default {
  base: './',
  build: {outDir: '../dist/served', rolldownOptions: {input: 'main.js', output: {entryFileNames: 'main.js'}}},
};
