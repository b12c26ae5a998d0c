import vue from '@vitejs/plugin-vue';

export default {
  base: './',
  build: {outDir: '../dist/vue'},
  plugins: [vue({template: {compilerOptions: {isCustomElement: (tag) => tag === 'hailuo-generator'}}})],
};
