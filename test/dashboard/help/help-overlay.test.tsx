import {expect, test} from 'vitest';
import {HelpOverlay} from '../../../source/dashboard/help/help-overlay.tsx';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import {openState} from '../desk.ts';
import {renderAt} from '../render-at.ts';

test('a key that acts on one screen alone says on which', () => {
	const page = renderAt(<HelpOverlay scenario={shop} page={0} layers={openState.layers} cacheKey="a key" width={120} height={60} />, 120, 60);
	expect(page).toMatch(/ G {2}.+ {2}\(on 3\)/);
	expect(page).not.toMatch(/ s {2}.+\(on/);
	expect(page).toMatch(/ GET +'a key'/);
});
