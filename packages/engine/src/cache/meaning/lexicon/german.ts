import type { Lexicon } from '../lexicon-form.ts';
import { phraseTable, wordSet } from '../phrase-table.ts';

export const german: Lexicon = {
  telling: wordSet('hallo danke der die das ein eine einen ist sind was wie wann wo warum welche wer von zu für und mit auf kann könnte ich mein meine mir du sie ihr es bitte nicht haben hat im den dem des bei'),
  empty: wordSet(''),
  contractions: phraseTable(''),
  openings: phraseTable(`
    bitte >
    ! hallo|hi|guten tag|guten morgen|guten abend|hey|moin|servus|danke|entschuldigung|kurze frage|eine kurze frage|ich habe eine frage|frage|also >
    kannst du mir sagen|kannst du mir bitte sagen|könnten sie mir bitte sagen|könntest du mir bitte sagen|können sie mir bitte sagen|können sie mir sagen|könntest du mir sagen|könnten sie mir sagen|sag mir|sagen sie mir|sag mir bitte|weißt du|wissen sie|ich möchte wissen|ich würde gerne wissen|ich wüsste gerne|ich frage mich|mich interessiert >
    erkläre mir warum|erklär mir warum|erklären sie mir warum|erkläre warum|erklär warum > warum
    erkläre mir wie|erklär mir wie|erklären sie mir wie|erkläre wie > wie
    kannst du mir erklären|kannst du mir bitte erklären|können sie mir erklären|können sie mir bitte erklären|könntest du mir bitte erklären|könnten sie mir bitte erklären|erkläre mir|erklär mir|erklären sie mir|erklär > erkläre
  `),
  closings: phraseTable(`
    bitte|danke|vielen dank|danke im voraus|vielen dank im voraus|besten dank|danke schön|dankeschön|danke dir|merci >
  `),
  phrases: phraseTable(`
    e mail|email > email
    prozent|% > prozent
    ungefähr|circa|ca > ungefähr
  `),
};
