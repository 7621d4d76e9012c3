import type {CachePolicy} from './cache-policy.ts';

/** The figure of a protection: its default, its range, and the words for it. */
export type Figure = {
	/** Its member of `Protection` and of JSON. */
	readonly name: string;
	/** What is typed for it: a time (the figure is in seconds), a share (of 1), or a plain number. */
	readonly unit: 'seconds' | 'share' | 'number';
	/** The default. */
	readonly usual: number;
	/** The range of its flag. It excludes a share of 0, which would be no protection. */
	readonly least: number;
	readonly most: number;
	/** How a refusal shows what may be typed: "10s or 500ms". */
	readonly examples: string;
	/** The values that the arrow keys step through in the menu. */
	readonly steps: readonly number[];
	/** How the menu says it: "lives 10 s". */
	readonly text: (figure: number) => string;
	/** Its flag, in camel case: `minTtl` is --min-ttl; protections may share one. `value` stands for what is typed, `help` follows the protection's name. */
	readonly flag: {readonly name: string; readonly value: string; readonly help: string};
	/** How the dashboard asks for it, and what a refusal calls it. The range may be narrower there: what a lesson can show. */
	readonly prompt: {readonly ask: (range: string) => string; readonly subject: string; readonly least?: number; readonly most?: number};
};

/** A protection: its words, its figure, and what it changes. */
export type ProtectionShape = {
	/** As it is typed, and as JSON names it. */
	readonly name: string;
	/** As the menu names it. */
	readonly title: string;
	/** One line that explains it. */
	readonly says: string;
	/** How a sentence names it after "with": "a lock in Redis". */
	readonly phrase: (figure: number) => string;
	/** What it changes in an unprotected policy. */
	readonly policy: (figure: number) => Partial<CachePolicy>;
	/** Absent for a protection that is only on or off. */
	readonly figure?: Figure;
};
