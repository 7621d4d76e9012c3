import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Of what the processes of the tests share: it goes with the run, as they are ended without a word. */
		readonly sharedFolder: string;
	}
}

/** Before all test files and after them. */
export default function setup(project: TestProject): () => void {
	const folder = mkdtempSync(join(tmpdir(), 'shopstream-tests-'));
	project.provide('sharedFolder', folder);
	return () => rmSync(folder, {recursive: true, force: true});
}
