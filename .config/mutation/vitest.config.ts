import {defineConfig} from 'vitest/config';
import base from '../vitest.config.ts';

// Only the tests of the chosen groups. One that waits for what a change has made impossible fails soon, instead of being ended with its process.
// They run in threads, which take no flags of V8.
export default defineConfig({
	...base,
	test: {...base.test, execArgv: [], testTimeout: 10_000, include: (process.env['SHOPSTREAM_MUTATION_TESTS'] ?? '').split(' ')},
});
