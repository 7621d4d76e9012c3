import {countedText, formatCount} from '../../words/count.ts';
import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import type {PromptBinding} from './prompt-binding.ts';

/** Which one is shown, by its name or a part of it: the whole name goes before a beginning, that before any part. */
export const aboutPrompt: PromptBinding = {
	ask: ({question: {abouts}}) => `Which of ${countedText(abouts?.all.length ?? 0, abouts?.one ?? '')}`,
	keys: 'Enter shows the first that has it, Esc cancels',
	longest: 60,
	accept(text, {scenario: {question}}) {
		const {one = '', all = []}: {readonly one?: string; readonly all?: readonly string[]} = question.abouts ?? {};
		const wanted = text.trim().toLowerCase();
		const has = (test: (name: string) => boolean) => all.find(name => test(name.toLowerCase()));
		const about = has(name => name === wanted) ?? has(name => name.startsWith(wanted)) ?? has(name => name.includes(wanted));
		if (about === undefined) {
			throw new Problem(`There is no ${one} "${plainText(text)}" among ${formatCount(all.length)}`, 2);
		}

		return {type: 'about-chosen', about};
	},
};
