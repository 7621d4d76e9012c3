import {formatBytes} from '../../../words/bytes.ts';
import {countedText, formatCount, formatFigure} from '../../../words/count.ts';
import {presentRoom} from '../../selectors/present-room.ts';
import type {State} from '../../state/state.ts';
import type {MemoryView} from './view.ts';

/** What memory buys: theory, what was seen, and what Redis tells of how full it is. */
export function memoryView(state: State): MemoryView {
	const {
		laboratory: {theory},
		memory,
		scenario: {question},
		ttlSeconds,
		viewers,
	} = state;
	const figures = theory?.isCurrent ? theory.keys : undefined;
	const room = presentRoom(state);
	return {
		keys: question.abouts?.all.length ?? 0,
		curve: viewers.count === 0 ? 'no viewers' : figures ? (figures.curve.length > 0 ? figures.curve : 'no formula') : 'computing',
		room,
		before: memory.seen.filter(seen => seen.ttlSeconds === ttlSeconds),
		readings: readings(state, room),
		hint: memory.limitedTo === undefined ? 'K: type how many keys it has memory for' : 'K: another number; 0 gives the memory back',
	};
}

function readings({memory: {told, refused, evictedPerSecond}, holdings: {redis}}: State, room: number | undefined): MemoryView['readings'] {
	const {count = 0, bytes = 0} = redis ?? {};
	return [
		['keys', redis ? `${countedText(count, 'answer')}; ${formatBytes(bytes)}` : 'not counted yet'],
		...(refused === undefined ? [] : [['memory', `Redis does not tell: ${refused}`] as const]),
		...(told
			? ([
					['used memory', formatBytes(told.usedBytes)],
					['maxmemory', told.maxBytes === 0 ? 'no bound (0)' : `${formatBytes(told.maxBytes)}, ${told.policy}`],
					['room', room === undefined ? 'for all keys' : `for ${countedText(room, 'key')}`],
					['evicted', `${formatCount(told.evictedKeys)}${evictedPerSecond === undefined ? '' : `; ${formatFigure(evictedPerSecond)} a second now`}`],
				] as const)
			: []),
	];
}
