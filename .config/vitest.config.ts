import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';
import {nodeFlags} from '../test/node-flags.ts';

/** Files that start the program or PostgreSQL take longest: they come first, so that none of them is left alone at the end. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const isLong = ({moduleId}: TestSpecification) =>
			/terminal\/(run|printed|open-dashboard|terminal)\.ts|ostgres-servers?\.ts|shared-postgres|start-postgres-engine/.test(readFileSync(moduleId, 'utf8'));
		const sorted = await super.sort(files);
		return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))];
	}
}

// A server named in the environment is one for all test files: each holds it while it uses it, and the others wait for it.
const sharesServers = Object.entries(process.env).some(
	([name, value]) => name.startsWith('SHOPSTREAM_TEST_') && name !== 'SHOPSTREAM_TEST_THOROUGH' && value !== '',
);

export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// Generous: a busy machine is no fault of what is tested. Longer is said where a test needs it, shorter nowhere.
		testTimeout: 180_000,
		hookTimeout: sharesServers ? 600_000 : 180_000,
		// As of the program that is tested.
		execArgv: nodeFlags,
		// Three times as many as a small machine has processors: most of what takes long waits. With all of its rounds it waits less.
		maxWorkers: process.env['SHOPSTREAM_TEST_THOROUGH'] === '1' ? 4 : 6,
		// Tests of one file that may run at once start programs: not too many of them.
		maxConcurrency: 3,
		sequence: {sequencer: LongestFirst},
		globalSetup: ['test/shared-folder.ts'],
		setupFiles: ['test/thorough.ts', 'test/timed-out.ts'],
		// Files that follow each other in a worker share what they import, and put back what they change of the process.
		isolate: false,
		// The tests decide colour themselves; a terminal or CI around them does not.
		env: {FORCE_COLOR: '0'},
	},
});
