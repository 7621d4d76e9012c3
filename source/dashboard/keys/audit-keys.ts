import type {KeyBinding} from './key-binding.ts';
import {needs, noJob, opened} from './key-conditions.ts';

/** A key of the layers screen: one fact as each of them holds it. */
export const auditKeys: readonly KeyBinding[] = [
	{
		keys: ['i'],
		isOf: ({audit}) => audit !== undefined,
		bar: () => 'audit',
		help: ({facts: {one}}) => `audit: one ${one} as every layer holds it, and its past`,
		off: needs(opened, noJob),
		press: () => ({type: 'prompt-opened', kind: 'audit-id'}),
	},
];
