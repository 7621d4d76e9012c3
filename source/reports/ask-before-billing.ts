import {type BilledWork, billingWords} from '../flows/billing-words.ts';
import type {Billed} from '../stores/history.ts';
import {Problem} from '../words/problem.ts';
import type {Voice} from './voice.ts';

/**
 * Says what is billed for before it is run, and asks whether it is to be.
 * @throws Problem unless it is agreed to
 */
export async function askBeforeBilling(
	{yes}: {readonly yes: boolean},
	{ask, say}: Pick<Voice, 'ask' | 'say'>,
	work: BilledWork,
	billed: Billed,
): Promise<void> {
	const words = billingWords(work, billed);
	if (yes) {
		await say(`${words}.`);
		return;
	}

	const answer = await ask(`${words}. Run it? [y/N]`);
	if (answer === undefined) {
		throw new Problem(`${words}: add --yes to run it`, 2);
	}

	if (!/^y(es)?$/i.test(answer.trim())) {
		throw new Problem(work === 'load' ? 'Nothing was loaded' : 'Nothing was asked');
	}
}
