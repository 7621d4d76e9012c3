import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {program, Terminal} from '../terminal/terminal.ts';
import {nodeFlags} from '../node-flags.ts';
import {until} from '../until.ts';

const enter = '\r';

/** A shell with job control, with the dashboard started in it. */
async function shell(): Promise<Terminal> {
	const terminal = openTerminal(['--norc', '--noprofile', '-i'], {file: '/bin/bash', env: {PS1: 'prompt> ', HISTFILE: '/dev/null'}});
	await terminal.until('prompt> ');
	terminal.press(`stty -a > /dev/null; '${process.execPath}' ${nodeFlags.join(' ')} '${program}' --without postgres${enter}`);
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	return terminal;
}

/** The process in the foreground of the shell. */
function child(terminal: Terminal): number {
	return Number(
		execFileSync('ps', ['--ppid', String(terminal.process.pid), '-o', 'pid=', '--sort=-start_time'], {encoding: 'utf8'})
			.trim()
			.split('\n')[0],
	);
}

/** Whether the terminal is as a shell wants it, asked in the shell. */
async function expectShell(terminal: Terminal): Promise<void> {
	await terminal.until(/prompt> $/m);
	expect(terminal.screen.buffer.active.type).toBe('normal');
	terminal.press(`stty -a | grep -oE -- '-?(icanon|echo|isig)\\b' | xargs echo state:${enter}`);
	await terminal.until('state: isig icanon echo');
}

/** Back on the whole screen, with keys. */
async function expectDashboard(terminal: Terminal): Promise<void> {
	await terminal.until(text => /Revenue by category/.test(text) && /q quit/.test(text) && !text.includes('prompt>'));
	expect(terminal.screen.buffer.active.type).toBe('alternate');
	terminal.press('?');
	await terminal.until('page 1 of');
	terminal.press('?');
	await terminal.until('page 2 of');
	terminal.press('\u001B');
	await terminal.until('Revenue by category');
}

test('Ctrl-Z gives the shell its terminal, fg takes it back; so does kill -TSTP, with another size meanwhile; and kill -STOP', async () => {
	const terminal = await shell();
	terminal.press('\u001A');
	await terminal.until('Stopped');
	await expectShell(terminal);
	terminal.press(`clear; fg${enter}`);
	await expectDashboard(terminal);

	process.kill(child(terminal), 'SIGTSTP');
	await terminal.until('Stopped');
	await expectShell(terminal);
	terminal.resize(100, 30);
	terminal.press(`fg${enter}`);
	await expectDashboard(terminal);
	await terminal.until(text => text.split('\n')[1]!.length === 100);

	process.kill(child(terminal), 'SIGSTOP');
	await until(() => terminal.output.includes('Stopped', terminal.output.lastIndexOf('Revenue')));
	terminal.press(`fg${enter}`);
	await expectDashboard(terminal);
	terminal.press('q');
	await expectShell(terminal);
});

test('where there is no shell to come back from, nothing stops', async () => {
	const terminal = openTerminal(['--without', 'postgres']);
	await terminal.until(/(HIT from Redis|MISS, from MongoDB)/);
	terminal.press('\u001A');
	await until(() => terminal.output.split('\u001B[?1049h').length === 3);
	await expectDashboard(terminal);
	process.kill(terminal.process.pid, 'SIGTSTP');
	await until(() => terminal.output.split('\u001B[?1049h').length === 4);
	await expectDashboard(terminal);
});
