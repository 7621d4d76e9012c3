// The dashboard ends, whatever happens in the wrong order or does not happen at all: each order is forced on the built program before it starts.
import {constants} from 'node:os';
import {describe, expect, test} from 'vitest';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {isThorough} from '../thorough.ts';

/** Has Node run a script before the program. */
const first = (script: string) => ({env: {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`}});

describe.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s', signal => {
	test('sent before the dashboard is loaded ends it', async () => {
		// What is uncaught is listened for once all signals are.
		const script = `process.on('newListener', name => name === 'uncaughtException' && process.kill(process.pid, '${signal}'))`;
		const terminal = openTerminal(['--without', 'postgres'], first(script));
		expect(await terminal.exited).toMatchObject({exitCode: 128 + constants.signals[signal]});
		expect(terminal.output).not.toContain('Revenue by category');
	});
});

test.runIf(isThorough)('q ends a dashboard that has something open which never closes', async () => {
	// Closing the laboratory waits for its thread.
	const script = `import {Worker} from 'node:worker_threads'; Worker.prototype.terminate = () => new Promise(() => {})`;
	const terminal = openTerminal(['--without', 'postgres'], {...first(script), columns: 100, rows: 30});
	await terminal.until('HIT from Redis');
	terminal.press('3');
	// The thread has answered.
	await terminal.until('queries an hour        12');
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 1});
	expect(terminal.output).toContain('shopstream-tui: Not all that was open could be closed within 7 s');
});
