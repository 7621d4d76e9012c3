import {type BilledWork, billingWords} from '../flows/billing-words.ts';
import type {Billed} from '../stores/history.ts';
import {askYes} from './ask-yes.ts';
import type {Voice} from './voice.ts';

/**
 * Says what is billed for before it is run, and asks whether it is to be.
 * @throws Problem unless it is agreed to
 */
export async function askBeforeBilling({yes}: {readonly yes: boolean}, voice: Pick<Voice, 'ask' | 'say'>, work: BilledWork, billed: Billed): Promise<void> {
	const words = billingWords(work, billed);
	if (yes) {
		await voice.say(`${words}.`);
		return;
	}

	await askYes(voice, `${words}. Run it`, {flagged: `${words}: add --yes to run it`, refused: work === 'load' ? 'Nothing was loaded' : 'Nothing was asked'});
}
