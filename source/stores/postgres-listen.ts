import {once} from 'node:events';
import {setTimeout as pause} from 'node:timers/promises';
import {timeLimitsMs} from '../time-limits.ts';

/** A connection of its own, as the driver gives it. */
type Listener = {
	query(sql: string): Promise<unknown>;
	on(event: 'notification' | 'end', heard: () => void): unknown;
	release(isOver: boolean): void;
};

/** Calls back at each notification of a channel, and after each new connection, since some may have been missed. Ends when `signal` fires. */
export async function listenTo(channel: string, connect: () => Promise<Listener>, heard: () => void, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		await listenOnce(channel, connect, heard, signal).catch(() => undefined);
		await pause(timeLimitsMs.ping, undefined, {signal, ref: false}).catch(() => undefined);
	}
}

/** Until the connection or `signal` ends it. */
async function listenOnce(channel: string, connect: () => Promise<Listener>, heard: () => void, signal: AbortSignal): Promise<void> {
	const listener = await connect();
	const over = new AbortController();
	try {
		listener.on('end', () => over.abort());
		listener.on('notification', heard);
		await listener.query(`listen ${channel}`);
		heard();
		if (!signal.aborted && !over.signal.aborted) {
			await Promise.race([once(signal, 'abort', {signal: over.signal}), once(over.signal, 'abort')]);
		}
	} finally {
		listener.release(true);
	}
}
