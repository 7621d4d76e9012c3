// All that is said of the code without running it, side by side. What a tool says is printed in one piece when it ends.
import {spawn} from 'node:child_process';

const checks = ['types', 'lint', 'unused', 'format -- --check'];

/** @param {string} script @returns {Promise<boolean>} whether it found nothing */
async function check(script) {
	const command = `npm run --silent ${script}`;
	const child = spawn(command, {shell: true, stdio: ['ignore', 'pipe', 'pipe']});
	const said = [];
	child.stdout.on('data', bytes => said.push(bytes));
	child.stderr.on('data', bytes => said.push(bytes));
	const code = await new Promise(resolve => {
		child.once('close', resolve);
	});
	if (code !== 0) {
		console.error(`${command}\n${Buffer.concat(said).toString()}`);
	}

	return code === 0;
}

const found = await Promise.all(checks.map(check));
process.exitCode = found.every(Boolean) ? 0 : 1;
