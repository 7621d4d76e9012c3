import {execPath} from 'node:process';
import {expect, test} from 'vitest';
import {Terminal} from './terminal.ts';

test('what a program writes last is read, however slowly', async () => {
	const terminals = Array.from({length: 6}, () => {
		const terminal = new Terminal(['-e', "process.stdout.write('y'.repeat(9000)); process.stdout.write('LAST', () => process.exit(3))"], {file: execPath});
		terminal.process.onData(() => {
			const from = performance.now();
			while (performance.now() - from < 25);
		});
		return terminal;
	});
	for (const {exited} of terminals) {
		expect((await exited).exitCode).toBe(3);
	}

	expect(terminals.map(({output}) => output.length)).toEqual(terminals.map(() => 9004));
	expect(terminals.filter(({output}) => !output.endsWith('LAST'))).toEqual([]);
});
