import {describe, expect, test} from 'vitest';
import {earlierSettings, figuresTable, missingFigures} from '../../../../source/dashboard/screens/laboratory/figures-table.ts';
import {said} from '../../panels/said.ts';
import {emptyView, fewReadsView, fullView, noFormulaView, placingView, runningView} from './views.ts';

const view = {...runningView, guess: {hitRate: 0.6, ttlSeconds: runningView.ttlSeconds, isPlacing: false}};

describe('guess, theory and what was seen', () => {
	test('side by side, in one unit each, with whole names where there is room', () => {
		expect(said(figuresTable(view, 48))).toEqual([
			'               guess(      guess)accent(     theory)seen(       seen)',
			'hit rate, %    guess(         60)accent(       66.7)seen(       66.3)',
			'mean age, s               accent(        5.0)seen(        4.9)',
			'origin queries a minute   accent(        4.0)seen(        4.0)',
			'today is off by, %        accent(       0.01)seen(       0.01)',
		]);
	});

	test('with short names in a narrow panel', () => {
		expect(said(figuresTable(view, 34))).toEqual([
			'          guess(   guess)accent(  theory)seen(    seen)',
			'hit rate, %guess(     60)accent(    66.7)seen(    66.3)',
			'mean age, s       accent(     5.0)seen(     4.9)',
			'queries a minute  accent(     4.0)seen(     4.0)',
			'today off, %      accent(    0.01)seen(    0.01)',
		]);
	});

	test('whole names begin at 40 columns', () => {
		expect(said(figuresTable(view, 40)).join('\n')).toContain('today is off by, %');
		expect(said(figuresTable(view, 39)).join('\n')).not.toContain('is off by');
	});

	test('every line is as wide as the panel', () => {
		for (let width = 28; width <= 60; width++) {
			for (const of of [view, fullView, emptyView]) {
				expect(figuresTable(of, width).map(line => line.map(({text}) => text).join('').length)).toEqual(Array.from({length: 5}, () => width));
			}
		}
	});

	test('what is not known is a dash, and then the rows name no unit', () => {
		expect(said(figuresTable(emptyView, 40))).toEqual([
			'                guess(   guess)accent(  theory)seen(    seen)',
			'hit rate, %     dim(       –)dim(       –)dim(       –)',
			'mean age                dim(       –)dim(       –)',
			'origin queries          dim(       –)dim(       –)',
			'today is off by, %      dim(       –)dim(       –)',
		]);
		expect(said(figuresTable(noFormulaView, 40))).toEqual([
			'                guess(   guess)accent(  theory)seen(    seen)',
			'hit rate, %     dim(       –)dim(       –)seen(    66.3)',
			'mean age, s             dim(       –)seen(     4.9)',
			'origin queries a minute dim(       –)seen(     4.0)',
			'today is off by, %      dim(       –)seen(    0.01)',
		]);
		expect(said(figuresTable(fewReadsView, 40))).toEqual([
			'                guess(   guess)accent(  theory)seen(    seen)',
			'hit rate, %     dim(       –)accent(    66.7)dim(       –)',
			'mean age, s             accent(     5.0)dim(       –)',
			'origin queries a minute accent(     4.0)dim(       –)',
			'today is off by, %      accent(    0.01)dim(       –)',
		]);
	});
});

describe('earlier settings', () => {
	test('the newest first, no more than there is room for', () => {
		expect(said(earlierSettings(fullView, 44, 2))).toEqual([
			'o earlier    dim(   hits)dim(        age)dim(      queries)',
			'30 s          85.7 %     12.9 s 1.7 a minute',
			'1 s           50.0 %     250 ms  30 a minute',
		]);
		expect(said(earlierSettings(fullView, 44, 1)).slice(1)).toEqual(['30 s          85.7 %     12.9 s 1.7 a minute']);
	});

	test('without the queries in a narrow panel', () => {
		expect(said(earlierSettings(fullView, 39, 2))).toEqual([
			'o earlier            dim(   hits)dim(        age)',
			'30 s                  85.7 %     12.9 s',
			'1 s                   50.0 %     250 ms',
		]);
		expect(said(earlierSettings(fullView, 40, 2))[0]).toContain('queries');
	});

	test('nothing before there are any', () => {
		expect(earlierSettings(runningView, 44, 2)).toEqual([]);
	});
});

describe('why a column is empty', () => {
	test('too few reads, or an old TTL that still runs', () => {
		expect(said(missingFigures(fewReadsView))).toEqual(['seen(7/20 reads)dim(, then figures)']);
		expect(said(missingFigures({...fewReadsView, waitsUntil: '12:04:31'}))).toEqual(['seen(old TTL until 12:04:31)']);
	});

	test('a theory that is being computed, or that there is none', () => {
		expect(said(missingFigures({...runningView, theory: 'computing'}))).toEqual(['dim(computing the theory)']);
		expect(said(missingFigures(noFormulaView))).toEqual(['no formula for this setting:', 'measure it, or simulate it']);
		expect(said(missingFigures(emptyView))).toEqual(['seen(0/20 reads)dim(, then figures)', 'dim(computing the theory)']);
	});

	test('nothing where all are there', () => {
		expect(missingFigures({...runningView, reads: 20})).toEqual([]);
		expect(missingFigures(placingView)).toEqual([]);
	});
});
