import {defineConfig} from 'vitest/config';

// A server named in the environment is one for all test files: each holds it while it uses it, and the others wait for it.
const sharesServers = Object.entries(process.env).some(
	([name, value]) => name.startsWith('SHOPSTREAM_TEST_') && name !== 'SHOPSTREAM_TEST_THOROUGH' && value !== '',
);

export default defineConfig({
	root: new URL('..', import.meta.url).pathname,
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Generous: a busy machine is no fault of what is tested.
		testTimeout: 60_000,
		hookTimeout: sharesServers ? 600_000 : 60_000,
		// A machine of CI may stall for seconds: what fails there is tried once more, here it is not.
		retry: process.env['CI'] ? 1 : 0,
		// One more than a small machine has processors: there is always a test that waits.
		maxWorkers: 3,
		setupFiles: ['test/thorough.ts'],
		// Files that follow each other in a worker share what they import, and put back what they change of the process.
		isolate: false,
		// The tests decide colour themselves; a terminal or CI around them does not.
		env: {FORCE_COLOR: '0'},
	},
});
