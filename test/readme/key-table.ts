import {keyLabel, keymap} from '../../source/dashboard/keymap.ts';

/** The key table as Markdown, for the README. */
export function keyTable(): string {
	return ['| key | what it does |', '|---|---|', ...keymap.map(binding => `| \`${keyLabel(binding)}\` | ${binding.help}${binding.screen === 'laboratory' ? ' (on screen 3)' : ''} |`)].join('\n');
}
