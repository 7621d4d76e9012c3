import {EventEmitter} from 'node:events';
import {render} from 'ink';
import type {ReactElement} from 'react';

/** A screen's only frame at a size of its own, which ink-testing-library's 100 columns do not give. */
export function renderAt(node: ReactElement, columns: number, rows: number): string {
	let last = '';
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		write: (text: string) => {
			last = text;
			return true;
		},
	});
	// Debug writes every frame whole.
	const app = render(node, {stdout: stdout as unknown as NodeJS.WriteStream, debug: true, patchConsole: false, exitOnCtrlC: false});
	const frame = last;
	app.unmount();
	app.cleanup();
	return frame;
}
