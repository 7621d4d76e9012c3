// The built program without a terminal: its two outputs and its exit code.
import {type ChildProcess, spawn} from 'node:child_process';
import {nodeFlags} from '../node-flags.ts';
import {plainEnvironment, program} from './terminal.ts';

export type Run = {readonly stdout: string; readonly stderr: string; readonly code: number | null};

/** Starts it, for who does something to it while it runs: what it said and its exit code come at its end. */
export function start(args: readonly string[], env: Record<string, string> = {}, stdin = ''): {readonly child: ChildProcess; readonly ended: Promise<Run>} {
	const child = spawn(process.execPath, [...nodeFlags, program, ...args], {env: plainEnvironment(env), stdio: ['pipe', 'pipe', 'pipe']});
	child.stdin.end(stdin);
	return {child, ended: ended(child)};
}

export async function run(args: readonly string[], env?: Record<string, string>, stdin?: string): Promise<Run> {
	return start(args, env, stdin).ended;
}

/** All that a program said, where it is heard, and its exit code. */
export async function ended(child: ChildProcess): Promise<Run> {
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const code = await new Promise<number | null>(resolve => {
		child.once('close', resolve);
	});
	return {stdout, stderr, code};
}
