import {expect, test} from 'vitest';
import {HelpOverlay} from '../../../source/dashboard/help/help-overlay.tsx';
import {glossaryOf} from '../../../source/dashboard/help/glossary.ts';
import {helpPages} from '../../../source/dashboard/help/help-pages.ts';
import {keysOf} from '../../../source/dashboard/keys/keymap.ts';
import {scenarios} from '../../../source/scenarios/scenarios.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import {openState} from '../desk.ts';
import {renderAt} from '../render-at.ts';

test.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s: no line is cut at 80 columns', (_name, scenario) => {
	const pages = helpPages(24, keysOf(scenario).length, glossaryOf(scenario).length);
	for (let page = 0; page < pages; page++) {
		const text = renderAt(<HelpOverlay scenario={scenario} page={page} layers={openState.layers} cacheKey="k" width={80} height={24} />, 80, 24);
		expect(text).not.toContain('…');
		// The frame stands at the end of each line.
		expect(text.split('\n').every(line => line.length === 80)).toBe(true);
	}
});

test('a key that acts on one screen alone says on which', () => {
	const page = renderAt(<HelpOverlay scenario={shop} page={0} layers={openState.layers} cacheKey="a key" width={120} height={60} />, 120, 60);
	expect(page).toMatch(/ G {2}.+ {2}\(on 3\)/);
	expect(page).not.toMatch(/ s {2}.+\(on/);
	expect(page).toMatch(/ GET +'a key'/);
});
