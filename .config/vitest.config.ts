import {defineConfig} from 'vitest/config';

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: 30_000,
		hookTimeout: 30_000,
		maxWorkers: 2,
		// The tests decide colour themselves; a terminal or CI around them does not.
		env: {FORCE_COLOR: '0'},
	},
});
