import {expect, test} from 'vitest';
import {keysOf, keysOn} from '../../../source/dashboard/keys/keymap.ts';
import {screens} from '../../../source/dashboard/screens/screens.ts';
import {initialState, type State} from '../../../source/dashboard/state/state.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import {scenarios} from '../../../source/scenarios/scenarios.ts';
import {said} from '../../../source/scenarios/wording.ts';
import {nowMs, openDesk} from '../desk.ts';

const stateOf = (scenario: (typeof scenarios)[number]): State => ({
	...initialState({scenario, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 160, 50, nowMs),
	layers: byLayer(() => ({health: 'up', backend: {kind: 'embedded', label: 'embedded', version: '0', address: 'x://h'}})),
	cacheKey: 'k',
});

for (const scenario of scenarios) {
	test(`${scenario.name}: every key on every screen is answered: something is to be done, is shown or is said`, () => {
		const pressed = new Set<string>();
		for (const screen of screens) {
			const state = {...stateOf(scenario), screen: screen.name};
			for (const {keys, help} of keysOn(state)) {
				expect(said(help, scenario)).not.toMatch(/undefined|NaN/);
				for (const key of keys) {
					const desk = openDesk(state);
					desk.press(key);
					expect(desk.events.length, `${key} on ${screen.name}`).toBeGreaterThan(0);
					expect(desk.state() !== state || desk.commands.length > 0, `${key} on ${screen.name}`).toBe(true);
					expect(
						desk
							.state()
							.activity.map(({text}) => text)
							.join('\n'),
						`${key} on ${screen.name}`,
					).not.toMatch(/undefined|NaN|is no key here/);
					pressed.add(key);
				}
			}
		}

		expect([...pressed].toSorted()).toEqual([...new Set(keysOf(scenario).flatMap(({keys}) => keys))].toSorted());
	});
}
