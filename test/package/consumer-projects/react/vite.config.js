import react from '@vitejs/plugin-react';

export default {base: './', build: {outDir: '../dist/react'}, plugins: [react()]};
