/** Reads the templates, and keeps one in six from training. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Template {
  readonly text: string;
  readonly language: string;
}

/** Each file with its language; a line of the mixed file is in a language that its words tell. */
const files: readonly (readonly [file: string, languageOf: (line: string) => string, weight: number])[] = [
  ['english.txt', () => 'en', 3],
  ['english-negatives.txt', () => 'en', 3],
  ['german.txt', () => 'de', 2],
  ['french.txt', () => 'fr', 2],
  ['spanish.txt', () => 'es', 2],
  ['italian-portuguese-dutch.txt', (line) => mixedLanguage(line), 2],
  ['east-asia.txt', () => 'en', 2],
];

const mixedLanguage = (line: string): string => {
  if (/\b(?:abita|Mi chiamo|Paziente|Lavoro|saluti|signor|Gentile|Indirizzo|contratto con|L'ordine|arrivano|Grazie|tempo)\b/.test(line)) return 'it';
  if (/\b(?:mora|Meu|senhor|Endereço|Titular|Trabalho|Atenciosamente|Prezado|contrato com|pedido|chegam)\b/.test(line)) return 'pt';
  return /\b(?:woont|Mijn|heer|Adres\||Naam|Ik|vriendelijke|Groetjes|Beste|bestelling|Bedankt|weer|Bezorgadres)\b/.test(line) ? 'nl' : 'sv';
};

const folder = join(import.meta.dirname, 'texts');

export const readTemplates = (): { readonly trained: Template[]; readonly heldOut: Template[] } => {
  const trained: Template[] = [];
  const heldOut: Template[] = [];
  for (const [file, languageOf, weight] of files) {
    const templates = readFileSync(join(folder, file), 'utf8').split('\n').filter((line) => line.trim() !== '');
    templates.forEach((text, at) => {
      const template = { text, language: languageOf(text) };
      if (at % 6 === 5) heldOut.push(template);
      else for (let times = 0; times < weight; times++) trained.push(template);
    });
  }
  return { trained, heldOut };
};
