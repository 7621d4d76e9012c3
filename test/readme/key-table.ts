import {keymap} from '../../source/dashboard/keys/keymap.ts';
import {keyLabel} from '../../source/dashboard/keys/key-binding.ts';

/** The key table as Markdown, for the README. */
export function keyTable(): string {
	return ['| key | what it does |', '|---|---|', ...keymap.map(binding => `| \`${keyLabel(binding)}\` | ${binding.help}${binding.screen === 'laboratory' ? ' (on screen 3)' : ''} |`)].join('\n');
}
