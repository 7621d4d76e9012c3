// A way to a server that can fail as tunnels and balancers do.
import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

export type Tunnel = {
	readonly port: number;
	/** From now on connections are taken and nothing is answered; those that stand are cut. */
	stall(): void;
	/** Takes and passes on again. What was taken meanwhile is left hanging. */
	pass(): void;
	close(): Promise<void>;
};

/** Passes connections on to a port of this machine. */
export async function openTunnel(target: number): Promise<Tunnel> {
	let isStalled = false;
	const sockets = new Set<Socket>();
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
		return socket;
	};

	const server = createServer(incoming => {
		keep(incoming);
		if (!isStalled) {
			const outgoing = keep(connect(target, '127.0.0.1'));
			incoming.pipe(outgoing).pipe(incoming);
			incoming.on('close', () => outgoing.destroy());
			outgoing.on('close', () => incoming.destroy());
		}
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const cut = () => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};

	return {
		port: (server.address() as AddressInfo).port,
		stall() {
			isStalled = true;
			cut();
		},
		pass() {
			isStalled = false;
		},
		async close() {
			cut();
			server.close();
			await once(server, 'close');
		},
	};
}
