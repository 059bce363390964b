/** Postal addresses as they are written in each language. */
import type { Random } from './random.ts';
import { lines, streetNames, towns as unlistedTowns } from './vocabulary.ts';

const states = lines('AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|ON|QC|BC|NSW|VIC|QLD');
const americanStreets = lines('Street|St|St.|Avenue|Ave|Ave.|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Way|Place|Terrace|Circle|Parkway');
const britishStreets = lines('Street|Road|Lane|Close|Avenue|Gardens|Crescent|Way|Terrace|Place|Square|Grove|Mews|Drive|Rise|Hill');

type Draw = (language: string, random: Random, cities: readonly string[], family: () => string) => string;

/** The parts of an address are parted by commas, or by lines where it stands on lines of its own. */
export const addressIn: Draw = (language, random, cities, family) => {
  const towns = random.chance(0.4) ? unlistedTowns : cities;
  const written = (writers[random.chance(0.1) ? random.pick(Object.keys(writers)) : language] ?? english)(random, towns, family);
  return random.chance(0.12) ? written.replaceAll(', ', '\n') : written;
};

const digits = (random: Random, count: number): string => Array.from({ length: count }, () => random.below(10)).join('');
const letter = (random: Random): string => random.pick('ABCDEFGHJKLMNPRSTUWXY'.split(''));

/** Street, and mostly the town. */
const parts = (random: Random, street: string, town: string): string => (random.chance(0.78) ? `${street}, ${town}` : street);

const streetOf = (language: string, random: Random, family: () => string): string => (random.chance(0.7) ? random.pick(streetNames[language] ?? []) : family());

type Writer = (random: Random, cities: readonly string[], family: () => string) => string;

const english: Writer = (random, cities, family) => {
  if (random.chance(0.04)) return parts(random, `P${random.pick(['.O.', 'O'])} Box ${1 + random.below(9_999)}`, `${random.pick(cities)}, ${random.pick(states)} ${digits(random, 5)}`);
  const name = streetOf('en', random, family);
  if (random.chance(0.55)) {
    const unit = random.chance(0.25) ? `, ${random.pick(['Apt', 'Apt.', 'Suite', 'Unit', '#', 'Ste'])} ${1 + random.below(40)}${random.pick(['', '', 'B', 'C'])}` : '';
    const zip = random.chance(0.9) ? ` ${digits(random, 5)}${random.chance(0.1) ? `-${digits(random, 4)}` : ''}` : '';
    return parts(random, `${1 + random.below(random.pick([99, 999, 9999]))}${random.chance(0.05) ? ` ${random.pick(['N', 'S.', 'West'])}` : ''} ${name} ${random.pick(americanStreets)}${unit}`, `${random.pick(cities)}, ${random.pick(states)}${zip}`);
  }
  const flat = random.chance(0.2) ? `${random.pick(['Flat', 'Unit', 'Apartment'])} ${1 + random.below(30)}, ` : '';
  const postcode = `${letter(random)}${random.pick(['', letter(random)])}${1 + random.below(20)} ${1 + random.below(9)}${letter(random)}${letter(random)}`;
  return parts(random, `${flat}${1 + random.below(200)}${random.pick(['', '', '', 'a', 'B'])} ${name} ${random.pick(britishStreets)}`, `${random.pick(cities)}${random.pick([', ', ' '])}${postcode}`);
};

const writers: Readonly<Record<string, Writer>> = {
  en: english,
  de: (random, cities, family) => {
    const ending = random.pick(['straße', 'straße', 'str.', 'weg', 'platz', 'allee', 'gasse', 'ring', 'damm']);
    const street = random.chance(0.7) ? `${random.pick(streetNames.de ?? [])}${ending}` : `${family()}-${random.pick(['Straße', 'Platz', 'Allee', 'Ring'])}`;
    const number = `${1 + random.below(180)}${random.pick(['', '', '', 'a', ' b'])}`;
    const town = `${random.chance(0.1) ? 'D-' : ''}${digits(random, random.pick([5, 5, 5, 4]))} ${random.pick(cities)}`;
    return parts(random, random.chance(0.08) ? `${random.pick(['Am', 'An der', 'Im', 'Zum'])} ${random.pick(['Markt', 'Bahnhof', 'Wiesengrund', 'Mühlenteich', 'Park'])} ${number}` : `${street} ${number}`, town);
  },
  fr: (random, cities, family) => {
    const kind = random.pick(['rue', 'rue', 'rue', 'avenue', 'boulevard', 'place', 'impasse', 'chemin', 'allée', 'quai', 'Rue']);
    return parts(random, `${1 + random.below(150)}${random.pick(['', '', '', ' bis', ' ter'])}${random.pick([' ', ', '])}${kind} ${streetOf('fr', random, family)}`, `${digits(random, 5)} ${random.pick(cities)}`);
  },
  es: (random, cities, family) => {
    const kind = random.pick(['Calle', 'Calle', 'C/', 'Avenida', 'Avda.', 'Plaza', 'Paseo', 'Camino']);
    const floor = random.chance(0.35) ? `, ${1 + random.below(9)}º ${random.pick(['A', 'B', 'izq', 'dcha', 'C'])}` : '';
    return parts(random, `${kind} ${streetOf('es', random, family)}${random.pick([', ', ' ', ' nº '])}${1 + random.below(200)}${floor}`, `${digits(random, 5)} ${random.pick(cities)}`);
  },
  it: (random, cities, family) => parts(random, `${random.pick(['Via', 'Via', 'via', 'Viale', 'Corso', 'Piazza', 'Largo'])} ${streetOf('it', random, family)}${random.pick([', ', ' '])}${1 + random.below(200)}`, `${digits(random, 5)} ${random.pick(cities)}`),
  pt: (random, cities, family) => parts(random, `${random.pick(['Rua', 'Rua', 'Avenida', 'Av.', 'Travessa', 'Praça', 'Largo'])} ${streetOf('pt', random, family)}${random.pick([', ', ' '])}${1 + random.below(900)}`, `${random.chance(0.5) ? `${digits(random, 4)}-${digits(random, 3)} ` : `${digits(random, 5)}-${digits(random, 3)} `}${random.pick(cities)}`),
  nl: (random, cities, family) => parts(random, `${random.chance(0.7) ? random.pick(streetNames.nl ?? []) : family()}${random.pick(['straat', 'straat', 'laan', 'weg', 'plein', 'gracht', 'kade', 'singel'])} ${1 + random.below(200)}${random.pick(['', '', '-2', 'A'])}`, `${1 + random.below(9)}${digits(random, 3)} ${letter(random)}${letter(random)} ${random.pick(cities)}`),
  sv: (random, cities, family) => {
    if (random.chance(0.35)) return parts(random, `ul. ${family()}${random.pick(['a', 'iego', ''])} ${1 + random.below(120)}${random.pick(['', '/4', '/12'])}`, `${digits(random, 2)}-${digits(random, 3)} ${random.pick(cities)}`);
    return parts(random, `${random.pick(streetNames.sv ?? [])}${random.pick(['gatan', 'vägen', 'gata', 'veien', 'vej', 'gade', 'katu'])} ${1 + random.below(120)}${random.pick(['', ' B'])}`, `${digits(random, 3)} ${digits(random, 2)} ${random.pick(cities)}`);
  },
};
