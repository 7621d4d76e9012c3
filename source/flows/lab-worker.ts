// The thread the laboratory computes in: answers one question after the other, and says how far it is.
import {parentPort} from 'node:worker_threads';
import {answer, type LaboratoryMessage, type Question} from '../lab/laboratory.ts';

const say = (message: LaboratoryMessage) => parentPort!.postMessage(message);

parentPort!.on('message', (question: Question) => {
	try {
		say({result: answer(question, progress => say({progress}))});
	} catch (error) {
		const {name, message} = error instanceof Error ? error : new Error(String(error));
		say({error: {name, message}});
	}
});
