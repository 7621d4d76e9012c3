/** The dashboard's colours: for a dark background, for a light one, or none. */
export const themeNames = ['dark', 'light', 'plain'] as const;

export type ThemeName = (typeof themeNames)[number];

/** The theme to begin with, and whether it was asked for: else the terminal is asked for its background. */
export function readTheme(given: ThemeName | undefined, colorFgBg: string | undefined): {readonly theme: ThemeName; readonly isThemeGiven: boolean} {
	return given === undefined ? {theme: themeOfColorFgBg(colorFgBg ?? '') ?? 'dark', isThemeGiven: false} : {theme: given, isThemeGiven: true};
}

/** The theme that suits COLORFGBG, `foreground;background` by the numbers of the 16 colours: 7 and 9 to 15 are light. */
function themeOfColorFgBg(value: string): ThemeName | undefined {
	const [, number] = /;(\d{1,2})$/.exec(value) ?? [];
	const background = Number(number);
	return number === undefined || background > 15 ? undefined : background === 7 || background > 8 ? 'light' : 'dark';
}
