import type {CachePolicy} from './cache-policy.ts';

/** What a protection is set to, and how it is asked for and said. */
export type Figure = {
	/** Its member of `Protection` and of JSON. */
	readonly name: string;
	/** What is typed for it: a time (the figure is in seconds), a share (of 1), or a plain number. */
	readonly unit: 'seconds' | 'share' | 'number';
	/** What it is until another is chosen. */
	readonly usual: number;
	/** The range of its flag. A share of 0 would be none, and is not in it. */
	readonly least: number;
	readonly most: number;
	/** How a refusal shows what may be typed: "10s or 500ms". */
	readonly examples: string;
	/** What the arrows go through in the menu. */
	readonly steps: readonly number[];
	/** How the menu says it: "lives 10 s". */
	readonly text: (figure: number) => string;
	/** Its flag, in camel case: `minTtl` is --min-ttl; protections may share one. `value` stands for what is typed, `help` follows the protection's name. */
	readonly flag: {readonly name: string; readonly value: string; readonly help: string};
	/** How the dashboard asks for it, and what a refusal calls it. Its range may be narrower: what a lesson can show. */
	readonly prompt: {readonly ask: (range: string) => string; readonly subject: string; readonly least?: number; readonly most?: number};
};

/** A protection: all that is said of it, asked about it and done with it. */
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
	/** Left out where it is only on or off. */
	readonly figure?: Figure;
};
