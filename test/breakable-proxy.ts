import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

/** A way to a server that can break. */
export type BreakableProxy = {
	readonly port: number;
	/** Accepts and answers nothing from now on; connections that stand now stay silent for ever, as a dead tunnel's do. */
	stall(): void;
	/** New connections go through again. */
	mend(): void;
	/** Ends the connections that stand. */
	cut(): void;
	/** How many connections were made so far. */
	connections(): number;
	/** Called with each piece that a client sends. */
	onSent: ((bytes: Buffer) => void) | undefined;
	close(): Promise<void>;
};

/** Opens a way to a server on this machine. */
export async function openBreakableProxy(targetPort: number): Promise<BreakableProxy> {
	const sockets = new Set<Socket>();
	let isStalled = false;
	const silenced = new WeakSet<Socket>();
	let connections = 0;
	const server = createServer(client => {
		connections++;
		const target = connect(targetPort, '127.0.0.1');
		for (const socket of [client, target]) {
			sockets.add(socket);
			socket
				.on('error', () => undefined)
				.on('close', () => {
					sockets.delete(socket);
					client.destroy();
					target.destroy();
				});
		}

		if (isStalled) {
			silenced.add(client);
		}

		client.on('data', bytes => {
			proxy.onSent?.(bytes);
			if (!isStalled && !silenced.has(client)) {
				target.write(bytes);
			} else {
				silenced.add(client);
			}
		});
		target.on('data', bytes => {
			if (!isStalled && !silenced.has(client)) {
				client.write(bytes);
			} else {
				silenced.add(client);
			}
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const proxy: BreakableProxy = {
		port: (server.address() as AddressInfo).port,
		onSent: undefined,
		connections: () => connections,
		stall() {
			isStalled = true;
			for (const socket of sockets) {
				silenced.add(socket);
			}
		},
		mend() {
			isStalled = false;
		},
		cut() {
			for (const socket of sockets) {
				socket.destroy();
			}
		},
		async close() {
			proxy.cut();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}
