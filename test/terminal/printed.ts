// What a command prints. In CI the built program prints it, in a process of its own; in `npm test` this process does, which has loaded
// already what most of a start is. Signals, outputs that fail, the environment of the process and all that is not printed are for `run`.
import {AsyncLocalStorage} from 'node:async_hooks';
import {Writable} from 'node:stream';
import {complain} from '../../source/command-line/complain.ts';
import {readConfig} from '../../source/command-line/config.ts';
import {readCommandLine} from '../../source/command-line/read-command-line.ts';
import {printResult} from '../../source/reports/print-result.ts';
import {isThorough} from '../thorough.ts';
import {run, type Run} from './run.ts';
import {plainEnvironment} from './terminal.ts';

/** @param env what the program itself reads of its environment: no TMPDIR, which Node reads */
export async function printed(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
	return isThorough ? run(args, env) : printedHere(args, env);
}

async function printedHere(args: readonly string[], extra: Record<string, string>): Promise<Run> {
	const env = plainEnvironment(extra);
	const to = {stdout: new Output(), stderr: new Output()};
	const code = await outputs.run(to, async () => {
		try {
			const {input, flags} = await readCommandLine(args);
			// Without a terminal none of the commands is the dashboard.
			await printResult(readConfig({words: input, flags}, env, false) as never, new AbortController().signal);
			return 0;
		} catch (error) {
			return complain(error, args, env);
		}
	});
	return {stdout: to.stdout.text, stderr: to.stderr.text, code};
}

/** An output that is no terminal and no file. */
class Output extends Writable {
	readonly fd = -1;
	text = '';

	override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

/** Those of the command that runs, of as many as run at once. */
const outputs = new AsyncLocalStorage<{readonly stdout: Output; readonly stderr: Output}>();

for (const name of ['stdout', 'stderr'] as const) {
	const own = process[name];
	Object.defineProperty(process, name, {configurable: true, enumerable: true, get: () => outputs.getStore()?.[name] ?? own});
}
