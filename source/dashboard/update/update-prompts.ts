import type {Menu, PromptKind} from '../state/state.ts';
import type {Handlers} from './step.ts';

/** Values that are typed, and lists of switches. */
export type PromptEvents = {
	'prompt-opened': {kind: PromptKind};
	'prompt-typed': {text: string};
	'prompt-refused': {refusal: string};
	'prompt-closed': object;
	'menu-opened': {kind: Menu['kind']};
	'menu-moved': {row: number};
	'menu-closed': object;
};

export const promptHandlers: Handlers<PromptEvents> = {
	'prompt-opened': (state, {kind}) => ({...state, prompt: {kind, text: ''}}),
	'prompt-typed': (state, {text}) => (state.prompt ? {...state, prompt: {kind: state.prompt.kind, text}} : state),
	'prompt-refused': (state, {refusal}) => (state.prompt ? {...state, prompt: {...state.prompt, refusal}} : state),
	'prompt-closed': state => ({...state, prompt: undefined}),
	'menu-opened': (state, {kind}) => ({...state, menu: {kind, row: 0}}),
	'menu-moved': (state, {row}) => (state.menu ? {...state, menu: {...state.menu, row}} : state),
	'menu-closed': state => ({...state, menu: undefined}),
};
