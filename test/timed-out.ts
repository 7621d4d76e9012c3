// What made a test wait for minutes may make each test after it wait as long: those of its file fail at once.
import {beforeEach} from 'vitest';

let timedOut: string | undefined;

beforeEach(({task, onTestFailed}) => {
	if (timedOut !== undefined) {
		throw new Error(`It was not run: "${timedOut}" timed out before it`);
	}

	onTestFailed(() => {
		if (task.result?.errors?.some(({message}) => /^(?:Test|Hook) timed out in /.test(message))) {
			timedOut = task.name;
		}
	});
});
