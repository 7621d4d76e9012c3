import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import {text} from 'node:stream/consumers';
import {setTimeout as pause} from 'node:timers/promises';
import {expect} from 'vitest';
import {maskUrl} from '../source/stores/mask-url.ts';

/** Less than a hook may take where servers are shared, so that who waits can say for whom. */
const longestMs = 540_000;

/**
 * Holds a server named in the environment against the other test files, which run in processes of their own: each file
 * has it to itself. The hold is a loopback port chosen by the URL, so that it goes with the process that has it.
 * @returns what gives it up
 * @throws Error that names the file which has it, where that does not give it up
 */
export async function holdServer(url: string, limitMs = longestMs): Promise<() => Promise<void>> {
	const port = 20_000 + (createHash('sha256').update(url).digest().readUInt16BE() % 12_000);
	const stopMs = performance.now() + limitMs;
	const {testPath = 'another program'} = expect.getState();
	for (;;) {
		const holder = createServer(socket => socket.on('error', () => undefined).end(testPath));
		try {
			holder.listen(port, '127.0.0.1');
			await once(holder, 'listening');
			return async () => {
				holder.close();
				await once(holder, 'close');
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
				throw error;
			}

			if (performance.now() > stopMs) {
				throw new Error(`${maskUrl(url)} was not given up within ${limitMs / 1000} s by ${await whoHolds(port)}`, {cause: error});
			}

			await pause(50);
		}
	}
}

async function whoHolds(port: number): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	socket.setTimeout(1000, () => socket.destroy());
	return text(socket).catch(() => `what listens at port ${port}`);
}
