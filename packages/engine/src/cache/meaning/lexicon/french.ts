import type { Lexicon } from '../lexicon-form.ts';
import { phraseTable, wordSet } from '../phrase-table.ts';

export const french: Lexicon = {
  telling: wordSet('bonjour merci svp le la les l un une des du est sont que quel quelle comment quand où pourquoi qui de d à pour et dans sur avec je mon ma mes moi vous tu il elle ne pas ce cette'),
  empty: wordSet(''),
  contractions: phraseTable('a quelle|à quelle > à quelle'),
  openings: phraseTable(`
    ! désolé de déranger|désolée de déranger|excusez moi de vous déranger|question rapide|une question rapide|juste une question >
    ! bonjour|salut|bonsoir|merci|excusez moi|svp|stp|s il vous plaît|s il te plaît|question|petite question|une petite question|j ai une question|dis|alors >
    pouvez vous me dire|peux tu me dire|pourriez vous me dire|pourrais tu me dire|dites moi|dis moi|savez vous|sais tu|je voudrais savoir|j aimerais savoir|je me demande|je veux savoir|je souhaite savoir >
    est ce que|est ce qu > est^
    comment est ce que je peux|comment puis je|comment je peux|comment peut on|comment faire pour|comment > comment
    quel|quelle|quels|quelles > quel
  `),
  closings: phraseTable(`
    svp|stp|s il vous plaît|s il te plaît|merci|merci d avance|merci beaucoup|merci bien >
  `),
  phrases: phraseTable(`
    e mail|email > email
    pour cent|% > pourcent
  `),
};
