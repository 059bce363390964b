import type { Lexicon } from '../lexicon-form.ts';
import { phraseTable, wordSet } from '../phrase-table.ts';

export const spanish: Lexicon = {
  telling: wordSet('dime dame dígame cuáles hola puedo puedes favor gracias como cuando donde quien cual el la los las un una es son qué que cómo cuándo dónde por quién de a para y en con yo mi me tú su no este esta cuál del al'),
  empty: wordSet(''),
  contractions: phraseTable(''),
  openings: phraseTable(`
    ! perdona que moleste|perdona la molestia|disculpa la molestia|disculpa que moleste|duda rápida|una duda|tengo una duda|una duda rápida|pregunta rápida|una pregunta rápida|oye >
    ! hola|buenas|buenos días|buenas tardes|buenas noches|gracias|por favor|disculpa|disculpe|perdón|una pregunta|tengo una pregunta|pregunta|oye >
    me puedes decir|me puede decir|me podrías decir|me podría decir|puedes decirme|puede decirme|podrías decirme|podría decirme|dime|dígame|sabes|sabe|quisiera saber|me gustaría saber|quiero saber|me pregunto >
    dime la|dígame la > cuál es la
    dime el|dígame el > cuál es el
    dime cuál es|dígame cuál es > cuál es
    cómo puedo|cómo se puede|cómo podría|cómo hago para|cómo > cómo
  `),
  closings: phraseTable(`
    por favor|gracias|muchas gracias|gracias de antemano|porfa|mil gracias >
  `),
  phrases: phraseTable(`
    e mail|email > email
    por ciento|% > porciento
  `),
};
