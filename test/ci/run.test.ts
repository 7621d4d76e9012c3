import {spawnSync} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {rounds} from '../thorough.ts';

// `.ci/run` itself, in a copy where each server says an address or fails at once, and `npm test` reports three tests that passed and one that was skipped.
const folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
const inFolder = (path: string) => join(folder, path);
const script = (path: string, text: string) => {
	mkdirSync(dirname(inFolder(path)), {recursive: true});
	writeFileSync(inFolder(path), `#!/bin/sh\n${text}\n`);
	chmodSync(inFolder(path), 0o755);
};

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const servers = {
	'mongo-java-server': '.ci/servers/mongo-java-server/start.sh',
	'fake-gcs-server': '.ci/servers/fake-gcs-server/start.sh',
	'local-bigquery': '.ci/servers/local-bigquery/start.sh',
	postgres: '.ci/servers/postgres/start.sh',
	mongosh: '.ci/mongosh/prepare.sh',
	windows: '.ci/windows/prepare.sh',
};

const file = (name: string, ...statuses: string[]) => ({
	name: inFolder(`test/${name}.test.ts`),
	status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
	assertionResults: statuses.map(status => ({status})),
});
/** Those of `npm test` as it is called first, and where it is called with the names of files. */
const reports = {
	whole: [file('a', 'passed', 'passed'), file('b', 'passed', 'skipped')],
	'fails-once': [file('a', 'passed', 'passed'), file('b', 'failed', 'skipped')],
	'is-not-loaded': [file('a', 'passed', 'passed'), file('b')],
	again: [file('b', 'passed', 'skipped')],
	'fails-again': [file('b', 'failed', 'skipped')],
};
for (const [name, testResults] of Object.entries(reports)) {
	script(`reports/${name}`, '');
	writeFileSync(inFolder(`reports/${name}`), JSON.stringify({testResults}));
}

cpSync(new URL('../../.ci/run', import.meta.url), inFolder('.ci/run'));
for (const [name, path] of Object.entries(servers)) {
	script(path, `case " $BROKEN " in *" ${name} "*) exit 1 ;; esac\necho stub://${name}\nexec sleep 600`);
}

script(
	'bin/npm',
	`case "$*" in *check) case " $BROKEN " in *" check "*) exit 1 ;; esac ;; esac
	[ "$1" = test ] || exit 0
	shift
	mkdir -p .test-results
	echo "names: $(env | grep -o '^SHOPSTREAM_TEST_[A-Z_]*' | sort | tr '\\n' ' ')"
	echo "tests: $*"
	[ "$*" = '' ] && report=whole || report=again
	for broken in $BROKEN; do
		case "$broken:$*" in fails-once: | is-not-loaded: | fails-again:?*) report=$broken ;; unhandled:*) echo 'Unhandled Errors' ;; esac
	done
	cp reports/$report .test-results/vitest.json
	case $report in whole | again) exit 0 ;; *) exit 1 ;; esac`,
);
script('bin/apt-get', 'exit 1');
for (const tool of ['mvn', 'java', 'python3', 'pip3', 'pg_ctlcluster']) {
	script(`bin/${tool}`, 'exit 0');
}

script(
	'bin/redis-server',
	`case " $BROKEN " in *" redis-server "*) exit 1 ;; esac\nexec node -e "require('net').createServer(socket => socket.end('+PONG\\\\r\\\\n')).listen($2, '127.0.0.1')"`,
);

/** What it said, line by line, and its exit code. */
function run(broken: string, without = ''): {lines: string[]; code: number | null} {
	const {stdout, status} = spawnSync('bash', ['.ci/run'], {
		cwd: folder,
		encoding: 'utf8',
		env: {PATH: `${inFolder('bin')}:${process.env['PATH']}`, HOME: folder, TMPDIR: folder, CI: 'true', BROKEN: broken, SHOPSTREAM_CI_WITHOUT: without},
	});
	return {lines: stdout.trimEnd().split('\n'), code: status};
}

const isLinux = process.platform === 'linux';

test.runIf(isLinux)('every server that it got is named to the tests, and the last line is their counts', () => {
	const {lines, code} = run('');
	expect([code, lines.at(-1)]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
	for (const name of ['REDIS_URL', 'POSTGRES_URL', 'MONGODB_URI', 'GCS_ENDPOINT', 'BIGQUERY_URL', 'WINDOWS_NODE', 'MONGOSH']) {
		expect(lines.find(line => line.startsWith('names:'))).toContain(`SHOPSTREAM_TEST_${name} `);
	}
});

test.runIf(isLinux).each([
	['redis-server', 'REDIS_URL'],
	...rounds([], [
		['postgres', 'POSTGRES_URL'],
		['mongo-java-server', 'MONGODB_URI'],
		['fake-gcs-server', 'GCS_ENDPOINT'],
	] as const),
] as const)('a machine that can have %s and did not get it fails, unless it was said to go without', (name, variable) => {
	const {lines, code} = run(name);
	expect([code, lines.at(-1)]).toEqual([1, '3 passed, 1 failed, 1 skipped']);
	expect(lines.at(-2)).toContain(`missing, though this machine can have them: ${name} `);
	expect(lines.find(line => line.startsWith('names:'))).not.toContain(variable);
	expect(run(name, name)).toMatchObject({code: 0});
});

test.runIf(isLinux)('what is said of the code without running it fails the run', () => {
	const {lines, code} = run('check');
	expect([code, lines.at(-1)]).toEqual([1, '3 passed, 1 failed, 1 skipped']);
});

test.runIf(isLinux)('what only takes long to download is done without', () => {
	const {lines, code} = run('local-bigquery windows mongosh');
	expect([code, lines.at(-1)]).toEqual([0, '3 passed, 0 failed, 1 skipped']);
	expect(lines.filter(line => line.includes('not to be had'))).toHaveLength(3);
});

test.runIf(isLinux)('a file that failed is tried once more, in a process of its own', () => {
	for (const how of rounds(['fails-once'], ['fails-once', 'is-not-loaded'])) {
		const {lines, code} = run(how);
		expect(lines.filter(line => line.startsWith('tests:'))).toEqual(['tests: ', `tests: -- --isolate ${inFolder('test/b.test.ts')}`]);
		expect([code, ...lines.slice(-2)]).toEqual([0, 'tried twice: test/b.test.ts', '3 passed, 0 failed, 1 skipped']);
	}
});

test.runIf(isLinux)('one that fails again fails the run, and so does an error of no test', () => {
	const {lines, code} = run('fails-once fails-again');
	expect([code, lines.at(-1)]).toEqual([1, '2 passed, 1 failed, 1 skipped']);
	const unhandled = run('fails-once unhandled');
	expect([unhandled.code, unhandled.lines.at(-1)]).toEqual([1, '2 passed, 1 failed, 1 skipped']);
});
