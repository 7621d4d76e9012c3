import {expect, test} from 'vitest';
import {askBeforeBilling} from '../../source/reports/ask-before-billing.ts';

/** What was said and asked, and how it ended. */
async function ask(yes: boolean, answer?: string): Promise<{heard: string[]; ended: unknown}> {
	const heard: string[] = [];
	const voice = {
		async say(sentence: string) {
			heard.push(sentence);
			return true;
		},
		async ask(question: string) {
			heard.push(question);
			return answer;
		},
	};
	const ended = await askBeforeBilling({yes}, voice, 'ask', {bytes: 2_500_000_000, billedBytes: 2_500_853_760}).then(
		() => 'agreed',
		(error: unknown) => error,
	);
	return {heard, ended};
}

const words = "The question reads 2.50 GB in BigQuery, and 2.50 GB are billed at most: $0.01 at $6.25 a TiB, of which a month's first is free";

test('--yes is no question, and it is said all the same', async () => {
	expect(await ask(true)).toEqual({heard: [`${words}.`], ended: 'agreed'});
});

test.each(['y', ' YES '])('%j agrees', async answer => {
	expect(await ask(false, answer)).toEqual({heard: [`${words}. Run it? [y/N]`], ended: 'agreed'});
});

test.each(['', 'n', 'yep'])('%j does not', async answer => {
	expect(await ask(false, answer)).toMatchObject({ended: {message: 'Nothing was asked', exitCode: 1}});
});

test('where nobody watches, the flag is named', async () => {
	expect(await ask(false)).toMatchObject({ended: {message: `${words}: add --yes to run it`, exitCode: 2}});
});
