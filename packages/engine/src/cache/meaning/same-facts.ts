/** Whether two texts agree in what stands for something: numbers, names, negations, quantities, times and directions. For embeddings of a model, which know what words mean, but not these. */
import { wordSet } from './phrase-table.ts';
import type { Word } from './tokens-of.ts';

/** Neither has a fact that the other lacks, and neither says the opposite. */
export const agreeInFacts = (a: readonly Word[], b: readonly Word[]): boolean => sameFacts(a, b) && sameFacts(b, a) && !opposed(a, b) && !opposed(b, a);

/** Small words that turn a request into another one. */
const facts = wordSet(`
  not no never none nothing nobody nowhere neither nor without except unless hardly barely only but
  all every each any some most few many several both either half
  more less fewer most least greater lower higher than over under above below between
  before after until till since yesterday today tomorrow now later last next previous current past future first second third daily weekly monthly yearly annual am^ pm^
  from to into out of off up down left right in on with by against for
  can could may might must should will would did was were had has been shall
  i me you your he him his she her they them their us we
  nicht kein keine keinen keiner nie niemals ohne außer nur alle jede jeder jedes einige mehr weniger vor nach bis seit gestern heute morgen von zu aus kann muss darf soll wird war
  ne pas plus jamais sans sauf aucun aucune seulement tous toutes chaque quelques moins avant après depuis hier aujourd demain peut doit
  no nunca sin excepto solo todos todas cada algunos más menos antes después desde ayer hoy mañana puede debe
`);

const isFact = ({ form, name }: Word): boolean => name || facts.has(form) || /[\d=<>&|%#@\\/~^*+$€£]/.test(form) || form.startsWith('code:');

/** Those that stand for something, in their order. */
const sameFacts = (a: readonly Word[], b: readonly Word[]): boolean => {
  const [own, others] = [a.filter(isFact), b.filter(isFact)];
  // What is a name inside a sentence may open the other one.
  const known = new Set(b.map(({ form }) => form));
  const numbersOf = (words: readonly Word[]): string => words.filter(({ form }) => /\d/.test(form)).map(({ form }) => form).join(' ');
  return own.every(({ form }) => known.has(form)) && numbersOf(own) === numbersOf(others);
};

const opposites: ReadonlyMap<string, readonly string[]> = (() => {
  const pairs = `
    enable disable,start stop,starting stop,starting finish,increase decrease,raise lower,add remove,add delete,open close,buy sell,buying selling,lock unlock,install uninstall,connect disconnect,accept reject,accept decline,approve deny,
    allow block,allow forbid,import export,upload download,encrypt decrypt,encode decode,compress decompress,win lose,gain lose,push pull,send get,lend borrow,teach learn,attach detach,include exclude,subscribe unsubscribe,
    hot cold,fast slow,big small,long short,old new,cheap expensive,easy hard,simple hard,safe dangerous,safe unsafe,legal illegal,public private,internal external,input output,maximum minimum,best worst,
    advantages disadvantages,advantage disadvantage,rise fall,rich poor,strong weak,summer winter,morning evening,day night,employer employee,landlord tenant,parent child,seller buyer,lender borrower,
    refund exchange,credit debit,asset liability,revenue cost,cost duration,male female,men women,man woman,boy girl,husband wife,mother father,sister brother,vertical horizontal,row column,client server,
    ascending descending,sync async,synchronous asynchronous,read write,encode decode,mount unmount,create delete,make get,include except,like dislike,love hate,agree disagree`;
  const table = new Map<string, string[]>();
  for (const pair of pairs.split(',')) {
    const [one = '', other = ''] = pair.trim().split(' ');
    table.set(one, [...(table.get(one) ?? []), other]);
    table.set(other, [...(table.get(other) ?? []), one]);
  }
  return table;
})();

const negatives = ['un', 'in', 'im', 'ir', 'il', 'non', 'dis', 'de', 'anti', 'a'];

/** One says a word, the other its opposite, and neither says both. */
const opposed = (a: readonly Word[], b: readonly Word[]): boolean => {
  const [own, others] = [new Set(a.map(({ form }) => form)), new Set(b.map(({ form }) => form))];
  for (const word of own) {
    if (others.has(word)) continue;
    if (opposites.get(word)?.some((opposite) => others.has(opposite) && !own.has(opposite)) === true) return true;
    if (word.length > 3 && negatives.some((prefix) => others.has(prefix + word) && !own.has(prefix + word))) return true;
  }
  return false;
};
