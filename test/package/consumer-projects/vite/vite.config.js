export default {base: './', build: {outDir: '../dist/vite'}};
