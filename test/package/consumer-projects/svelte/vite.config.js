import {svelte} from '@sveltejs/vite-plugin-svelte';

export default {base: './', build: {outDir: '../dist/svelte'}, plugins: [svelte()]};
