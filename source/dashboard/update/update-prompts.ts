import type {Menu, PromptKind} from '../state/asked.ts';
import type {Handlers} from './step.ts';

/** Values that are typed, and lists of switches. */
export type PromptEvents = {
	/** With what is typed already, and the table that it is about. */
	'prompt-opened': {kind: PromptKind; text?: string; table?: string};
	'prompt-typed': {text: string};
	'prompt-refused': {refusal: string};
	'prompt-closed': object;
	'menu-opened': {kind: Menu['kind']};
	'menu-moved': {row: number};
	'menu-closed': object;
};

export const promptHandlers: Handlers<PromptEvents> = {
	'prompt-opened': (state, {kind, text = '', table}) => ({...state, prompt: {kind, text, ...(table !== undefined && {table})}}),
	'prompt-typed': (state, {text}) => (state.prompt ? {...state, prompt: {...state.prompt, text, refusal: undefined}} : state),
	'prompt-refused': (state, {refusal}) => (state.prompt ? {...state, prompt: {...state.prompt, refusal}} : state),
	'prompt-closed': state => ({...state, prompt: undefined}),
	'menu-opened': (state, {kind}) => ({...state, menu: {kind, row: 0}}),
	'menu-moved': (state, {row}) => (state.menu ? {...state, menu: {...state.menu, row}} : state),
	'menu-closed': state => ({...state, menu: undefined}),
};
