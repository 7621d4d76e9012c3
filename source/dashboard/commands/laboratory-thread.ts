import type {Laboratory} from '../../flows/ask-laboratory.ts';

/** A thread of the laboratory; what starts threads is loaded with the first question, after the first frame. */
export type LaboratoryThread = {open(): Promise<Laboratory>; close(): Promise<void>};

export function createLaboratoryThread(): LaboratoryThread {
	let opened: Promise<Laboratory> | undefined;
	return {
		open: async () => (opened ??= import('../../flows/ask-laboratory.ts').then(({openLaboratory}) => openLaboratory())),
		async close() {
			await (await opened)?.close();
		},
	};
}
