import type {Server} from './state/server.ts';

const beatMs = 100;
const beatsPerSecond = 10;
const rateBeats = 16;

/** Ten times a second, what goes on by itself: expired keys are removed, the rate is taken, the journal is synced. Keeps no process alive. */
export function startPulse(server: Server): {readonly stop: () => void} {
	const counts: number[] = [];
	let beats = 0;
	const timer = setInterval(() => {
		beats++;
		server.keyspace.expireSome(server.clock());
		counts.push(server.statistics.commandsProcessed);
		if (counts.length > rateBeats) {
			counts.shift();
		}

		const seconds = (counts.length - 1) / beatsPerSecond;
		const processed = (counts.at(-1) ?? 0) - (counts[0] ?? 0);
		server.statistics.commandsPerSecond = seconds === 0 ? 0 : Math.max(0, Math.round(processed / seconds));
		if (beats % beatsPerSecond === 0) {
			server.keyspace.journal?.tend();
		}
	}, beatMs);
	timer.unref();
	return {
		stop() {
			clearInterval(timer);
		},
	};
}
