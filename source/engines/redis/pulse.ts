import {createGivingBack} from './give-back.ts';
import type {Server} from './state/server.ts';

const beatMs = 100;
const beatsPerSecond = 10;
const rateBeats = 16;

/** Ten times a second, what goes on by itself: expired keys are removed, the rate is taken, what changed is saved. Keeps no process alive; `clearInterval` ends it. */
export function startPulse(server: Server): NodeJS.Timeout {
	const giveBack = createGivingBack();
	const counts: number[] = [];
	const timer = setInterval(() => {
		server.keyspace.expireSome(server.clock());
		server.kept?.save();
		giveBack(server.keyspace.usedBytes);
		counts.push(server.statistics.commandsProcessed);
		if (counts.length > rateBeats) {
			counts.shift();
		}

		const seconds = (counts.length - 1) / beatsPerSecond;
		const processed = (counts.at(-1) ?? 0) - (counts[0] ?? 0);
		server.statistics.commandsPerSecond = seconds === 0 ? 0 : Math.max(0, Math.round(processed / seconds));
	}, beatMs);
	return timer.unref();
}
