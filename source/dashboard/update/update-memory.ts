import type {RedisMemory} from '../../flows/redis-memory.ts';
import {countedText} from '../../words/count.ts';
import {presentRoom} from '../selectors/present-room.ts';
import {seenFigures} from '../selectors/seen-figures.ts';
import {settlesInSeconds} from '../selectors/predicted-reads.ts';
import {ghostLimit} from '../state/laboratory-state.ts';
import type {State} from '../state/state.ts';
import {note} from './note.ts';
import type {Handlers, Named} from './step.ts';
import {otherLoad} from './update-load.ts';

/** How full Redis is, and how many keys it has room for. */
export type MemoryEvents = {
	/** What Redis told of its memory. */
	'memory-told': {memory: RedisMemory};
	'memory-not-told': {reason: string};
	/** Redis is to have memory for so many keys; undefined: as it had before. */
	'memory-wished': {keys: number | undefined};
	'memory-limited': {keys: number | undefined};
};

export type MemoryCommands = {
	'limit-memory': {keys: number | undefined};
};

export const memoryHandlers: Handlers<MemoryEvents, MemoryCommands> = {
	'memory-told'(state, {memory}, nowMs) {
		const {told: before, atMs} = state.memory;
		const seconds = (nowMs - atMs) / 1000;
		const evicted = before && memory.evictedKeys - before.evictedKeys;
		return {
			...state,
			memory: {
				...state.memory,
				told: memory,
				refused: undefined,
				atMs: nowMs,
				// A count that was set back tells nothing of what was evicted.
				evictedPerSecond: evicted !== undefined && evicted >= 0 && seconds > 0 ? evicted / seconds : undefined,
			},
		};
	},
	'memory-not-told': (state, {reason}) => ({...state, memory: {...state.memory, told: undefined, refused: reason, evictedPerSecond: undefined}}),
	'memory-wished': (state, {keys}) =>
		keys !== undefined && state.layers.redis.backend?.kind === 'server'
			? {...state, question: {about: 'memory', keys}}
			: {state, commands: [limitMemory(keys)]},
	'memory-limited'(state, {keys}, nowMs) {
		const next = otherLoad(state, nowMs, 'the memory changed');
		const text =
			keys === undefined
				? 'Redis has the memory that it had'
				: `Redis got memory for ${countedText(keys, 'key')} beside its other data, and evicts the least recently used: that data first`;
		return note({...next, memory: {...next.memory, limitedTo: keys, seen: seenBefore(state, nowMs)}}, nowMs, text, 'done');
	},
};

export function limitMemory(keys: number | undefined): Named<MemoryCommands> {
	return {type: 'limit-memory', keys};
}

/** What was seen in each memory at this TTL, oldest first, with that of now. */
function seenBefore(state: State, nowMs: number): State['memory']['seen'] {
	const {memory, ttlSeconds, scenario} = state;
	const figures = settlesInSeconds(state, nowMs) > 0 ? undefined : seenFigures(state, nowMs);
	const keysInMemory = presentRoom(state) ?? scenario.question.abouts?.all.length ?? 0;
	return figures && state.viewers.count > 0 ? [...memory.seen, {keysInMemory, ttlSeconds, hitRate: figures.hitRate}].slice(-ghostLimit) : memory.seen;
}
