import type {Laboratory} from '../../flows/ask-laboratory.ts';

/** A thread of the laboratory; what starts threads is loaded with the first question, after the first frame. */
export type LaboratoryThread = Pick<Laboratory, 'ask' | 'close'>;

export function createLaboratoryThread(): LaboratoryThread {
	let opened: Promise<Laboratory> | undefined;
	const ending = new AbortController();
	return {
		async ask(question, options = {}) {
			opened ??= import('../../flows/ask-laboratory.ts').then(({openLaboratory}) => openLaboratory());
			const laboratory = await opened;
			// It may have been closed while it was loaded: a question would start a thread that nobody ends.
			ending.signal.throwIfAborted();
			return laboratory.ask(question, options);
		},
		async close() {
			ending.abort();
			const laboratory = await opened?.catch(() => undefined);
			await laboratory?.close();
		},
	};
}
