// The built program without a terminal: its two outputs and its exit code.
import {spawn} from 'node:child_process';
import {nodeFlags} from '../thorough.ts';
import {plainEnvironment, program} from './terminal.ts';

export type Run = {readonly stdout: string; readonly stderr: string; readonly code: number | null};

export async function run(args: readonly string[], env: Record<string, string> = {}, stdin?: string): Promise<Run> {
	const child = spawn(process.execPath, [...nodeFlags, program, ...args], {env: plainEnvironment(env), stdio: ['pipe', 'pipe', 'pipe']});
	child.stdin.end(stdin ?? '');
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const code = await new Promise<number | null>(resolve => {
		child.once('close', resolve);
	});
	return {stdout, stderr, code};
}
