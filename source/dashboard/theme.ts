/** What a piece of text means; its colour never says it alone, a word or a sign stands beside it. */
export type Tone = 'plain' | 'strong' | 'dim' | 'accent' | 'hit' | 'miss' | 'bad' | 'seen' | 'guess' | 'simulated';

/** Colours from the 256-colour palette, so that a screen over SSH looks as it does at home. */
const colours = {accent: '#87afff', hit: '#5fd7af', miss: '#ffaf5f', bad: '#ff5f5f', seen: '#5fd7af', guess: '#ffd75f', simulated: '#d787ff'} as const;

/** Ink's text properties of a tone. */
export function inkStyle(tone: Tone): {color?: string; bold?: boolean; dimColor?: boolean} {
	switch (tone) {
		case 'plain': {
			return {};
		}

		case 'strong': {
			return {bold: true};
		}

		case 'dim': {
			return {dimColor: true};
		}

		case 'accent':
		case 'hit':
		case 'miss':
		case 'bad': {
			return {color: colours[tone]};
		}

		case 'seen':
		case 'guess':
		case 'simulated': {
			return {color: colours[tone], bold: true};
		}
	}
}
