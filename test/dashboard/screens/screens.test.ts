import {expect, test} from 'vitest';
import {keysOf, keysOn} from '../../../source/dashboard/keys/keymap.ts';
import {isTooSmallFor, screenOf, screens} from '../../../source/dashboard/screens/screens.ts';
import {openDesk, openState} from '../desk.ts';

test('the program starts with the first screen, and each has a key that shows it', () => {
	expect(screenOf(openState)).toBe(screens[0]);
	for (const {name, key} of screens) {
		const desk = openDesk({screen: screens.find(other => other.name !== name)!.name});
		desk.press(key);
		expect(screenOf(desk.state()).name).toBe(name);
	}
});

test.each(screens.map(screen => [screen.name, screen] as const))('%s: no key means two things on it', (name, screen) => {
	const keys = keysOn({...openState, screen: name}).flatMap(binding => binding.keys);
	expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
	expect(isTooSmallFor(screen, screen.smallest)).toBe(false);
	expect(isTooSmallFor(screen, {...screen.smallest, rows: screen.smallest.rows - 1})).toBe(true);
});

test('what acts on one screen alone says which screen that is, everywhere else', () => {
	for (const {keys, screen} of keysOf(openState.scenario).filter(
		({keys}) => keysOf(openState.scenario).filter(other => other.keys.includes(keys[0]!)).length === 1,
	)) {
		const elsewhere = screens.find(other => screen && other !== screen);
		if (screen && elsewhere) {
			const desk = openDesk({screen: elsewhere.name});
			desk.press(keys[0]!);
			expect(desk.state().activity[0]?.text).toMatch(new RegExp(`: acts in ${screen.title}: ${screen.key} opens it$`));
		}
	}
});
