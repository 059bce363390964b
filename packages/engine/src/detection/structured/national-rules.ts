/** National and tax numbers of all countries that are known. */
import type { PatternRule } from '../pattern-rule.ts';
import { africaAndOceania } from './national/africa-and-oceania.ts';
import { americas } from './national/americas.ts';
import { asia } from './national/asia.ts';
import { britainAndIreland } from './national/britain-and-ireland.ts';
import { easternEurope } from './national/eastern-europe.ts';
import { europeanUnion } from './national/european-union.ts';
import { franceAndBenelux } from './national/france-and-benelux.ts';
import { germanSpeaking } from './national/german-speaking.ts';
import { nordicAndBaltic } from './national/nordic-and-baltic.ts';
import { southernEurope } from './national/southern-europe.ts';
import { unitedStates } from './national/united-states.ts';

export const nationalRules: readonly PatternRule[] = [
  ...unitedStates,
  ...britainAndIreland,
  ...germanSpeaking,
  ...franceAndBenelux,
  ...southernEurope,
  ...nordicAndBaltic,
  ...easternEurope,
  ...americas,
  ...asia,
  ...africaAndOceania,
  ...europeanUnion,
];
