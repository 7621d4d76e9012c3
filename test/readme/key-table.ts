import {keysOf} from '../../source/dashboard/keys/keymap.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {said} from '../../source/scenarios/wording.ts';
import {keyLabel} from '../../source/dashboard/keys/key-binding.ts';

/** The key table as Markdown, for the README. */
export function keyTable(): string {
	return [
		'| key | what it does |',
		'|---|---|',
		...keysOf(shop).map(binding => `| \`${keyLabel(binding)}\` | ${said(binding.help, shop)}${binding.screen ? ` (on screen ${binding.screen.key})` : ''} |`),
	].join('\n');
}
