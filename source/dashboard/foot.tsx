import {barEntries} from './keys/bar-entries.ts';
import {MenuLines} from './menus/menu-lines.tsx';
import {KeyBar} from './panels/key-bar.tsx';
import {PromptLines} from './prompts/prompt-lines.tsx';
import {BillLines, DrillLines, LeaveLines, MemoryLines, QuestionLines, ReplaceLines} from './prompts/question-lines.tsx';
import {keyRows} from './screens/body-rows.ts';
import {othersThatHold} from './selectors/servers-of-others.ts';
import type {State} from './state/state.ts';

/** The last lines: what takes the keys at present. */
export function Foot({state}: {readonly state: State}) {
	const {scenario, question, prompt, menu, columns, layers, held, factsPerSecond} = state;
	if (question?.about === 'replace') {
		return <ReplaceLines saving={question.saving} />;
	}

	if (question?.about === 'leave') {
		return <LeaveLines leaving={question} />;
	}

	if (question?.about === 'memory') {
		return <MemoryLines server={layers.redis.backend?.label ?? 'Redis'} keys={question.keys} />;
	}

	if (question?.about === 'bill') {
		return <BillLines bill={question} />;
	}

	if (question?.about === 'drill') {
		const {backend} = layers.postgres;
		return <DrillLines server={backend?.kind === 'server' ? backend.label : undefined} />;
	}

	if (question) {
		const [asked = 'mongo'] = othersThatHold(state);
		return (
			<QuestionLines
				question={question}
				store={layers[asked].backend?.label ?? 'MongoDB'}
				held={held[asked] ?? 0}
				many={scenario.facts.many}
				factsPerSecond={factsPerSecond}
			/>
		);
	}

	if (prompt) {
		return <PromptLines scenario={scenario} prompt={prompt} columns={columns} />;
	}

	return menu ? <MenuLines menu={menu} /> : <KeyBar entries={barEntries(state)} columns={columns} rows={keyRows} />;
}
