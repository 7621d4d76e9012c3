import {accumulatorExpressions} from '../aggregation/accumulators.ts';
import {arithmeticOperators} from './arithmetic.ts';
import {arrayOperators} from './arrays.ts';
import type {OperatorTable} from './compile-expression.ts';
import {conversionOperators} from './conversions.ts';
import {dateOperators} from './dates.ts';
import {logicOperators} from './logic.ts';
import {stringOperators} from './strings.ts';

/** Those that MongoDB has and this engine refuses, so that it can say which. */
const unsupported = `
	$abs $accumulator $acos $acosh $allElementsTrue $anyElementTrue $arrayToObject $asin $asinh $atan $atan2 $atanh $binarySize $bitAnd
	$bitNot $bitOr $bitXor $bsonSize $const $cos $cosh $covariancePop $covarianceSamp $dateAdd $dateDiff $dateFromParts
	$dateFromString $dateSubtract $dateToParts $degreesToRadians $denseRank $derivative $documentNumber $exp $expMovingAvg $firstN
	$function $getField $indexOfArray $indexOfBytes $indexOfCP $integral $isNumber $isoDayOfWeek $isoWeek $isoWeekYear $lastN $let
	$linearFill $ln $locf $log $log10 $ltrim $maxN $median $mergeObjects $meta $minN $percentile $pow $radiansToDegrees $rand $range
	$rank $reduce $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray $rtrim $sampleRate $setDifference $setEquals
	$setField $setIntersection $setIsSubset $setUnion $shift $sin $sinh $slice $sortArray $split $sqrt $stdDevPop $stdDevSamp $strLenBytes
	$strLenCP $strcasecmp $substr $substrBytes $substrCP $tan $tanh $toDecimal $toHashedIndexKey $toObjectId $toUUID $trim $trunc
	$tsIncrement $tsSecond $unsetField $week $zip`;

/** Every expression operator by its name. */
export const operators: OperatorTable = {
	known: {
		...arithmeticOperators,
		...arrayOperators,
		...conversionOperators,
		...dateOperators,
		...logicOperators,
		...stringOperators,
		...accumulatorExpressions,
	},
	unsupported: new Set(unsupported.split(/\s+/)),
};
