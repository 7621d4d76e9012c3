import {nextTtl, previousTtl, ttlPresets} from '../../lab/ttl-presets.ts';
import {formatDuration} from '../../words/duration.ts';
import type {KeyBinding} from './key-binding.ts';
import {needs, opened} from './key-conditions.ts';

const longestTtl = ttlPresets.at(-1)!;
const shortestTtl = ttlPresets[0]!;

/** Keys for the TTL. */
export const ttlKeys: readonly KeyBinding[] = [
	{
		keys: ['-', '_'],
		label: '-',
		bar: () => 'TTL',
		barLabel: '- + t',
		repeats: true,
		help: 'shorter TTL: one preset down, to 1 s',
		off: needs(opened, ({ttlSeconds}) =>
			ttlSeconds <= shortestTtl ? `${formatDuration(shortestTtl)} is the shortest preset: t takes an exact TTL` : undefined,
		),
		press: state => ({type: 'ttl-chosen', ttlSeconds: previousTtl(state.ttlSeconds)}),
	},
	{
		keys: ['+', '='],
		label: '+',
		repeats: true,
		help: 'longer TTL: one preset up, to 24 h',
		off: needs(opened, ({ttlSeconds}) => (ttlSeconds >= longestTtl ? `${formatDuration(longestTtl)} is the longest preset: t takes an exact TTL` : undefined)),
		press: state => ({type: 'ttl-chosen', ttlSeconds: nextTtl(state.ttlSeconds)}),
	},
	{
		keys: ['t'],
		help: 'type an exact TTL: 45 s, 5 min, 24 h',
		off: needs(opened),
		press: () => ({type: 'prompt-opened', kind: 'ttl'}),
	},
	{
		keys: ['m'],
		bar: ({ttlMode}, isHome) => (isHome ? `acts ${ttlMode === 'now' ? 'now' : 'next fill'}` : undefined),
		// The cache panel says it too.
		isMinor: () => true,
		help: ({question: {abouts}}) => `whether a new TTL acts now (the ${abouts ? 'keys move' : 'key moves'}) or with the next fill`,
		off: needs(opened),
		press: state => ({type: 'ttl-mode-chosen', mode: state.ttlMode === 'now' ? 'next' : 'now'}),
	},
];
