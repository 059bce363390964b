/** Turns templates into texts with the spans that a person, an organisation or an address takes in them. */
import { commonWords } from '@plimsoll/engine/detection/names/lists/common-words';
import { commonWordsElsewhere } from '@plimsoll/engine/detection/names/lists/common-words-elsewhere';
import { familyNames } from '@plimsoll/engine/detection/names/lists/family-names';
import { givenNames } from '@plimsoll/engine/detection/names/lists/given-names';
import { hanFamilyNames } from '@plimsoll/engine/detection/names/lists/han-names';
import { places } from '@plimsoll/engine/detection/names/lists/places';
import type { NameKind } from '@plimsoll/engine/detection/names/find-names';
import { addressIn } from './addresses.ts';
import type { Random } from './random.ts';
import type { Names } from './unlisted-names.ts';
import { acronyms, brandRoots, capitals, codeWords, knownOrganisations, lowerWords, months, organisationBefore, organisationKinds, products, towns, weekdays } from './vocabulary.ts';

export interface Labelled {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly kind: NameKind }[];
}

const capitalise = (word: string): string => word.replaceAll(/(?<![\p{L}])\p{L}/gu, (letter) => letter.toUpperCase());

const listed: Names = { given: [...givenNames].map(capitalise), family: [...familyNames].map(capitalise) };
const cities = [...places].slice(0, 260).map(capitalise);
const common = [...commonWords].filter((word) => word.length > 3 && !givenNames.has(word) && !familyNames.has(word));
const germanNouns = [...commonWordsElsewhere].slice(90, 330);
const hanFamily = [...hanFamilyNames].slice(0, 110);

/** A name that nobody has: from syllables, so that the tagger cannot know it. */
const invented = (random: Random): string => {
  const syllable = (): string => random.pick(['b', 'br', 'd', 'dr', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'sh', 't', 'tr', 'v', 'w', 'z', 'h', 'j', 'kh', 'th', '']) + random.pick(['a', 'e', 'i', 'o', 'u', 'ai', 'ei', 'ou', 'ie']) + random.pick(['', '', 'n', 'r', 'l', 's', 'k', 'm', 'th', 'nd', 'rt']);
  return capitalise(Array.from({ length: 2 + random.below(2) }, syllable).join(''));
};

export class Filler {
  readonly #random: Random;
  readonly #unlisted: Names;
  readonly #share: number;

  /** @param share of names that come from `unlisted` or from nowhere */
  constructor(random: Random, unlisted: Names, share: number) {
    this.#random = random;
    this.#unlisted = unlisted;
    this.#share = share;
  }

  given(): string {
    const random = this.#random;
    if (!random.chance(this.#share)) return random.pick(listed.given);
    return random.chance(0.7) ? random.pick(this.#unlisted.given) : invented(random);
  }

  family(): string {
    const random = this.#random;
    if (!random.chance(this.#share)) return random.pick(listed.family);
    return random.chance(0.7) ? random.pick(this.#unlisted.family) : invented(random);
  }

  person(): string {
    const random = this.#random;
    const form = random.next();
    if (form < 0.62) return `${this.given()} ${this.family()}`;
    if (form < 0.7) return `${this.given()} ${random.pick('ABCDEGHJKLMPRST'.split(''))}. ${this.family()}`;
    if (form < 0.75) return `${random.pick('ABCDEGHJKLMPRST'.split(''))}. ${this.family()}`;
    if (form < 0.8) return `${this.given()} ${this.given()} ${this.family()}`;
    if (form < 0.85) return `${this.given()} ${this.family()} ${this.family()}`;
    if (form < 0.89) return `${this.given()} ${random.pick(['van der', 'van', 'de', 'von', 'de la', 'da', 'dos', 'al', 'bin', 'di'])} ${this.family()}`;
    if (form < 0.93) return `${this.given()} ${this.family()}-${this.family()}`;
    if (form < 0.96) return `${this.family()}, ${this.given()}`;
    return form < 0.98 ? this.given() : `${this.family()} ${this.given()}`;
  }

  organisation(language: string): string {
    const random = this.#random;
    const kinds = organisationKinds[random.chance(0.2) ? random.pick(Object.keys(organisationKinds)) : language] ?? [];
    if (random.chance(0.12)) return `${random.pick(towns)} ${capitalise(random.pick(common))} ${random.pick(kinds)}`;
    if (random.chance(0.08)) return `${invented(random)} ${random.pick(germanNouns.map(capitalise))} ${random.pick(organisationKinds[random.pick(['de', 'it', 'es', 'fr'])] ?? [])}`;
    if (random.chance(0.05)) return `${random.pick(['Brasserie', 'Café', 'Bistro', 'Hôtel', 'Banco', 'Bodegas', 'Clínica', 'Farmacia', 'Trattoria', 'Osteria', 'Quinta', 'Cantina'])} ${random.pick(['du', 'de la', 'del', 'de', 'do', 'da', 'della'])} ${random.chance(0.5) ? invented(random) : capitalise(random.pick(common))}${random.chance(0.4) ? ` ${random.pick(kinds)}` : ''}`;
    if (random.chance(0.04)) return `${this.family()} ${random.pick(['et Associés', 'y Asociados', '& Partner', 'e Associati', 'und Söhne', '& Sons', 'et Fils', '& Co.'])}`;
    const root = random.chance(0.45) ? random.pick(brandRoots) : random.chance(0.4) ? this.family() : random.chance(0.5) ? random.pick(cities) : invented(random);
    const form = random.next();
    if (form < 0.55) return `${root} ${random.pick(kinds)}`;
    if (form < 0.65) return `${root} ${random.pick(kinds)} ${random.pick(kinds)}`;
    if (form < 0.73) return `${random.pick(organisationBefore[language] ?? [])} ${random.chance(0.6) ? random.pick(cities) : this.family()}`;
    if (form < 0.8) return `${this.family()} ${random.pick(['&', 'and', '+'])} ${this.family()}${random.chance(0.4) ? ` ${random.pick(kinds)}` : ''}`;
    if (form < 0.95) return random.pick(knownOrganisations).replace(/^the /, '');
    return random.chance(0.9) ? random.pick(brandRoots) : invented(random);
  }

  /** Slots without a label give null as their kind. */
  slot(name: string, language: string): { readonly text: string; readonly kind: NameKind | null } {
    const random = this.#random;
    const plain = (text: string): { text: string; kind: null } => ({ text, kind: null });
    const person = (text: string): { text: string; kind: 'person' } => ({ text, kind: 'person' });
    const digits = (count: number): string => Array.from({ length: count }, () => random.below(10)).join('');
    switch (name) {
      case 'p':
        return person(random.chance(0.04) ? this.person().toUpperCase() : this.person());
      case 'plow':
        return person(`${random.pick(listed.given)} ${this.family()}`.toLowerCase());
      case 'pup':
        return person(this.person().toUpperCase());
      case 'f':
        return person(this.given());
      case 'flow':
        return person(random.pick(listed.given).toLowerCase());
      case 'last':
        return person(random.chance(0.8) ? this.family() : `${this.given()} ${this.family()}`);
      case 'zh':
        return person(random.pick(hanFamily) + Array.from({ length: 1 + random.below(2) }, () => random.pick('伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国文华志玉梅雪婷浩宇欣怡子涵梓轩晨雨萱佳琪思远嘉俊凯'.split(''))).join(''));
      case 'ja':
        return person(random.pick(['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村', '小林', '加藤', '吉田', '山田', '松本', '井上', '木村', '清水', '阿部', '森', '池田', '橋本']) + random.pick(['太郎', '花子', '健', '美咲', '翔太', '陽菜', '大輔', '由美', '直樹', '恵子', '', '', '']));
      case 'ko':
        return person(random.pick(['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임', '한', '오', '서', '신', '권']) + random.pick(['민준', '서연', '지훈', '하은', '도윤', '수빈', '현우', '지민', '은지', '성민', '영희', '철수']));
      case 'o':
        return { text: this.organisation(language), kind: 'organisation' };
      case 'a':
        return { text: addressIn(language, random, cities, () => this.family()), kind: 'address' };
      case 'c':
        return plain(random.pick(cities));
      case 'town':
        return plain(random.chance(0.5) ? random.pick(towns) : invented(random));
      case 'ac':
        return plain(random.chance(0.5) ? random.pick(acronyms) : Array.from({ length: 2 + random.below(3) }, () => random.pick('ABCDEFGHIKLMNOPRSTUV'.split(''))).join(''));
      case 'hx':
        return plain(Array.from({ length: random.pick([7, 12, 18, 32, 40, 64]) }, () => random.pick((random.chance(0.98) ? '0123456789abcdef' : 'ABCDEF0123').split(''))).join(''));
      case 'Tc':
        return plain(capitalise(random.pick(common)));
      case 'De':
        return plain(capitalise(random.pick(germanNouns)));
      case 'g':
        return plain(random.chance(0.75) ? random.pick(products) : `${invented(random)} ${random.pick(['Pro', 'Mini', 'X', '3', 'Plus', 'app', 'printer', 'chair', 'lens'])}`);
      case 'm':
        return plain(random.pick(months[language] ?? months.en ?? []));
      case 'd':
        return plain(random.pick(weekdays[language] ?? weekdays.en ?? []));
      case 'w':
        return plain(random.pick(capitals));
      case 'lw':
        return plain(random.pick(lowerWords));
      case 'cam':
        return plain(random.pick(codeWords) + (random.chance(0.5) ? capitalise(random.pick(codeWords)) : ''));
      case 'Cam':
        return plain(capitalise(random.pick(codeWords)) + capitalise(random.pick(codeWords)));
      case 'v':
        return plain(`${random.below(20)}.${random.below(10)}${random.chance(0.5) ? `.${random.below(10)}` : ''}`);
      case 'y':
        return plain(String(1960 + random.below(66)));
      case 'n2':
        return plain(String(1 + random.below(30)));
      case 'n3':
        return plain(digits(3));
      case 'n5':
        return plain(`${random.pick(['', 'A', 'ORD-', ''])}${1 + random.below(9)}${digits(4)}`);
      case 't':
        return plain(`+${random.pick(['44', '49', '33', '1'])} ${20 + random.below(70)} ${digits(4)} ${digits(4)}`);
      case 'e':
        return plain(`${random.pick(codeWords)}${random.below(99)}@example.org`);
      default:
        throw new Error(`no slot is called ${name}`);
    }
  }
}

/** Fills one template. `(a|b)` stands for one of both, `{name}` for what `Filler` gives. */
export const fillTemplate = (template: string, language: string, random: Random, filler: Filler): Labelled => {
  if (language === 'none') return { text: template, spans: [] };
  let chosen = template;
  for (let left = 8; left > 0 && /\([^()]*\|[^()]*\)/.test(chosen); left--) chosen = chosen.replaceAll(/\(([^()]*\|[^()]*)\)/g, (_, options: string) => random.pick(options.split('|')));
  chosen = chosen.replaceAll('{l}', () => `${random.pick(['Mr', 'Mr.', 'Mrs', 'Mrs.', 'Ms', 'Ms.', 'Dr', 'Dr.', 'Prof.', 'Miss', 'Sir'])} {last}`);
  let text = '';
  const spans: { start: number; end: number; kind: NameKind }[] = [];
  let at = 0;
  for (const match of chosen.matchAll(/\{([A-Za-z]+\d?)\}/g)) {
    text += chosen.slice(at, match.index);
    const { text: filled, kind } = filler.slot(match[1] ?? '', language);
    if (kind !== null) spans.push({ start: text.length, end: text.length + filled.length, kind });
    text += filled;
    at = match.index + match[0].length;
  }
  return { text: text + chosen.slice(at), spans };
};
