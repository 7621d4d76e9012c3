import chalk from 'chalk';
import {createContext, useContext} from 'react';
import type {ThemeName} from '../command-line/read-theme.ts';
import {lazily} from '../scenarios/lazily.ts';

/** What a piece of text means; its colour never says it alone, a word or a sign stands beside it. */
export type Tone = 'plain' | 'strong' | 'dim' | 'border' | 'accent' | 'hit' | 'miss' | 'bad' | 'seen' | 'guess' | 'simulated';

/** Ink's text properties of a tone. */
export type TextStyle = {readonly color?: string; readonly bold?: true; readonly inverse?: true};

/**
 * Colours are of the 256-colour palette, so that a screen over SSH looks as it does at home. Text reaches a contrast of
 * 4.5 : 1 and a frame 3 : 1, on whatever dark or light background; plain text has the terminal's own colour.
 */
export const themes: Readonly<Record<ThemeName, Readonly<Record<Tone, TextStyle>>>> = {
	dark: {
		plain: {},
		strong: {bold: true},
		dim: {color: '#9e9e9e'},
		border: {color: '#808080'},
		accent: {color: '#87afff'},
		hit: {color: '#5fd7af'},
		miss: {color: '#ffaf5f'},
		bad: {color: '#ff8787'},
		seen: {color: '#5fd7af', bold: true},
		guess: {color: '#ffd75f', bold: true},
		simulated: {color: '#d787ff', bold: true},
	},
	light: {
		plain: {},
		strong: {bold: true},
		dim: {color: '#6c6c6c'},
		border: {color: '#8a8a8a'},
		accent: {color: '#005fd7'},
		hit: {color: '#005f00'},
		miss: {color: '#875f00'},
		bad: {color: '#d70000'},
		seen: {color: '#005f00', bold: true},
		guess: {color: '#af005f', bold: true},
		simulated: {color: '#8700d7', bold: true},
	},
	plain: {
		plain: {},
		strong: {bold: true},
		dim: {},
		border: {},
		accent: {bold: true},
		hit: {},
		miss: {},
		bad: {inverse: true},
		seen: {bold: true},
		guess: {bold: true},
		simulated: {bold: true},
	},
};

const ThemeContext = createContext<ThemeName>('dark');

/** Gives everything on the screen its theme. */
export const ThemeProvider = ThemeContext;

/** The text properties of every tone, in the present theme. */
export function useStyles(): Readonly<Record<Tone, TextStyle>> {
	return themes[useContext(ThemeContext)];
}

/** Puts a text into the colours of a tone. */
export type Paints = Readonly<Record<Tone, (text: string) => string>>;

/** How each tone is painted in the present theme. */
export function usePaints(): Paints {
	return paints[useContext(ThemeContext)]();
}

const paints: Readonly<Record<ThemeName, () => Paints>> = {
	dark: lazily(() => paintsOf(themes.dark)),
	light: lazily(() => paintsOf(themes.light)),
	plain: lazily(() => paintsOf(themes.plain)),
};

function paintsOf(styles: Readonly<Record<Tone, TextStyle>>): Paints {
	return Object.fromEntries(Object.entries(styles).map(([tone, style]) => [tone, paintOf(style)])) as Paints;
}

function paintOf({color, bold, inverse}: TextStyle): (text: string) => string {
	const painted = color === undefined ? chalk : chalk.hex(color);
	return bold ? painted.bold : inverse ? painted.inverse : color === undefined ? text => text : painted;
}
