import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:net';

/**
 * Holds a server named in the environment against the other test files, which run in processes of their own: each file
 * has it to itself. The hold is a loopback port chosen by the URL, so that it goes with the process that has it.
 * @returns what gives it up
 */
export async function holdServer(url: string): Promise<() => Promise<void>> {
	const port = 20_000 + (createHash('sha256').update(url).digest().readUInt16BE() % 12_000);
	for (;;) {
		const holder = createServer();
		try {
			holder.listen(port, '127.0.0.1');
			await once(holder, 'listening');
			return async () => {
				holder.close();
				await once(holder, 'close');
			};
		} catch {
			await new Promise(resolve => {
				setTimeout(resolve, 50);
			});
		}
	}
}
