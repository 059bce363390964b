/** Documents made of templates that the tagger's training knows nothing of. */
import { Draw } from './draw.ts';
import { parseMarked, type LabelledDocument } from './marked-text.ts';
import { numbers } from './numbers.ts';
import { templates } from './templates.ts';
import { addresses, bodies, familyNames, givenNames, streams } from './vocabulary.ts';

const hex = '0123456789abcdef';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const number = (type: string, name: string): readonly [string, (draw: Draw) => string] => [type, (draw) => (numbers[name] ?? (() => ''))(draw)];

const secrets: readonly ((draw: Draw) => string)[] = [
  (draw) => `sk-proj-${draw.from(streams, 48)}`,
  (draw) => `sk-ant-api03-${draw.from(streams, 60)}`,
  (draw) => `AKIA${draw.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  (draw) => `AIza${draw.from(streams, 35)}`,
  (draw) => `ghp_${draw.from(streams, 36)}`,
  (draw) => `github_pat_${draw.from(streams, 22)}_${draw.from(streams, 59)}`,
  (draw) => `glpat-${draw.from(streams, 20)}`,
  (draw) => `xoxb-${draw.digits(12)}-${draw.digits(12)}-${draw.from(streams, 24)}`,
  (draw) => `sk_live_${draw.from(streams, 24)}`,
  (draw) => `SG.${draw.from(streams, 22)}.${draw.from(streams, 43)}`,
  (draw) => `npm_${draw.from(streams, 36)}`,
  (draw) => `hf_${draw.from(streams, 34)}`,
  (draw) => `dapi${draw.from(hex, 32)}`,
  (draw) => `shpat_${draw.from(hex, 32)}`,
  (draw) => `${draw.digits(10)}:${draw.from(streams, 35)}`,
  (draw) => `dop_v1_${draw.from(hex, 64)}`,
  (draw) => `eyJhbGciOiJIUzI1NiJ9.eyJ${draw.from(streams, 30)}.${draw.from(streams, 43)}`,
  (draw) => `postgresql://app:${draw.from(streams, 12)}@db${draw.below(9)}.example.net:5432/main`,
];

/** Each slot: what it is, and how one is made. */
const slots: Readonly<Record<string, readonly [type: string, make: (draw: Draw) => string]>> = {
  person: ['person', (draw) => `${draw.of(givenNames)} ${draw.of(familyNames)}`],
  first: ['person', (draw) => draw.of(givenNames)],
  family: ['person', (draw) => draw.of(familyNames)],
  body: ['organisation', (draw) => draw.of(bodies)],
  address: ['address', (draw) => draw.of(addresses)],
  email: ['email', (draw) => `${draw.of(givenNames).toLowerCase().replaceAll(/[^a-z]/g, '')}${draw.of(['.', '_', ''])}${draw.of(familyNames).toLowerCase().replaceAll(/[^a-z]/g, '')}@${draw.of(['inkwell', 'harbourmail', 'tellus', 'postbox'])}.${draw.of(['test', 'example', 'co.uk', 'de', 'org'])}`],
  phone: ['phone', (draw) => draw.of([`+1 ${2 + draw.below(7)}0${1 + draw.below(9)}-555-01${draw.digits(2)}`, `+44 20 7946 0${draw.digits(3)}`, `+49 30 ${draw.digits(4)}${draw.digits(3)}1`, `+33 6 39 98 ${draw.digits(2)} ${draw.digits(2)}`, `(${draw.of(['212', '415', '617'])}) 555-01${draw.digits(2)}`, `0${draw.of(['20', '161', '131'])} 496 0${draw.digits(3)}`, `0${draw.of(['171', '160'])} ${1 + draw.below(9)}${draw.digits(6)}`])],
  url: ['url', (draw) => `https://${draw.of(['files', 'my', 'app'])}.${draw.of(['inkwell', 'tellus'])}.example/${draw.from(streams, 8)}`],
  ip: ['ip', (draw) => draw.of([`10.${draw.below(250)}.${draw.below(250)}.${1 + draw.below(250)}`, `203.0.113.${1 + draw.below(250)}`, `2001:db8:${draw.from(hex, 4)}::${1 + draw.below(9)}${draw.from(hex, 3)}`])],
  mac: ['mac', (draw) => `${draw.from(hex, 2)}:${draw.from(hex, 2)}:${draw.from(hex, 2)}:a${draw.from(hex, 1)}:${draw.from(hex, 2)}:${draw.from(hex, 2)}`],
  card: number('card', 'card'),
  iban: number('iban', 'iban'),
  routing: number('bank_routing', 'routing'),
  account: ['bank_account', (draw) => `${1 + draw.below(9)}${draw.digits(9)}`],
  ssn: number('national_id', 'ssn'),
  nhs: number('medical_number', 'nhs'),
  nino: number('national_id', 'nino'),
  dni: number('national_id', 'dni'),
  nir: number('national_id', 'nir'),
  bsn: number('national_id', 'bsn'),
  pesel: number('national_id', 'pesel'),
  personnummer: number('national_id', 'personnummer'),
  cpf: number('national_id', 'cpf'),
  ahv: number('national_id', 'ahv'),
  sin: number('national_id', 'sin'),
  chinese: number('national_id', 'chinese'),
  za: number('national_id', 'za'),
  steuer: number('tax_id', 'steuer'),
  tfn: number('tax_id', 'tfn'),
  passport: ['passport', (draw) => draw.of([draw.digits(9), `C${draw.digits(8)}`, `${draw.from(upper, 2)}${draw.digits(7)}`])],
  licence: ['driving_licence', (draw) => draw.of([`${draw.from(upper, 1)}${draw.digits(7)}`, `${draw.from(upper, 1)}${draw.digits(3)}-${draw.digits(4)}-${draw.digits(4)}`])],
  birth: ['date_of_birth', (draw) => draw.of([`19${50 + draw.below(49)}-0${1 + draw.below(9)}-1${draw.below(9)}`, `1${draw.below(9)}/0${1 + draw.below(9)}/19${50 + draw.below(49)}`, `${1 + draw.below(28)} ${draw.of(['March', 'June', 'November'])} 19${50 + draw.below(49)}`, `1${draw.below(9)}.0${1 + draw.below(9)}.19${50 + draw.below(49)}`])],
  mrn: ['medical_number', (draw) => draw.of([`${1 + draw.below(9)}${draw.digits(6)}`, `MR-${draw.digits(7)}`])],
  secret: ['secret', (draw) => draw.of(secrets)(draw)],
  password: ['secret', (draw) => `${draw.from(streams, 7)}${draw.of(['!', '#', '%'])}${draw.digits(2)}`],
};

const filled = (template: string, draw: Draw): LabelledDocument =>
  parseMarked(
    template
      .replaceAll(/<([a-z]+)>/g, (_, name: string) => {
        const slot = slots[name];
        if (slot === undefined) throw new Error(`no slot is called ${name}`);
        return `{{${slot[0]}:${slot[1](draw)}}}`;
      })
      .replaceAll('#', () => String(1 + draw.below(9))),
  );

/** Every second template is kept from tuning. */
export const generateDocuments = (half: 'tuning' | 'held-out', count: number, seed: number): LabelledDocument[] => {
  const draw = new Draw(seed);
  const chosen = templates.filter((_, at) => (at % 2 === 0) === (half === 'tuning'));
  return Array.from({ length: count }, (_, at) => filled(chosen[at % chosen.length] ?? '', draw));
};
